"""People's time as they type it or fill it in: what they read, what is remembered, and what is refused beside which field."""

from datetime import date, time

import pytest

from bot.model import Absence, PersonalTime, Week
from bot.ports import Workspace
from tests.bot.making import ANA, FAYE, GUEST, LIV, OMAR
from tests.commands.hall import Hall

FRIDAY = date(2026, 11, 27)
TODAY = date(2026, 11, 23)
AWAY = {"who": OMAR, "first": "2026-11-30", "last": "2026-12-04"}


def time_of(hall: Hall, user: str = OMAR) -> PersonalTime | None:
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        return next(each for each in uow.people().values() if each.id == user).time


def home(hall: Hall) -> Workspace:
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        return uow.workspace()


def test_who_goes_away_reads_until_when_who_is_asked_and_how_to_undo_it(hall: Hall) -> None:
    told = hall.types(OMAR, "away from mon until fri stand-in <@UFAYE>")

    assert told.text == (
        "Noted: you are away from Mon 23 Nov 2026 until Fri 27 Nov 2026, both included. "
        "Meanwhile <@UFAYE> is asked instead. To undo it: `/deal back`"
    )
    assert time_of(hall) == PersonalTime(absences=(Absence(TODAY, FRIDAY, OMAR, FAYE),))


def test_without_a_stand_in_the_lead_is_asked(hall: Hall) -> None:
    assert "from Mon 23 Nov" in hall.types(OMAR, "away until fri").text
    assert "on Tue 24 Nov 2026" in (told := hall.types(OMAR, "away tomorrow")).text
    assert "Meanwhile the lead of each deal is asked instead." in told.text


def test_a_lead_marks_somebody_else_and_can_undo_it(hall: Hall) -> None:
    told = hall.types(LIV, "away <@UOMAR> until fri")

    assert told.text.startswith("Noted: <@UOMAR> is away from")
    assert "`/deal back @Omar`" in told.text
    assert time_of(hall) == PersonalTime(absences=(Absence(TODAY, FRIDAY, LIV),))

    assert hall.types(LIV, "back <@UOMAR>").text.startswith("Noted: <@UOMAR> is asked again.")
    assert time_of(hall) is None


def test_who_is_back_is_asked_again(hall: Hall) -> None:
    hall.types(OMAR, "away until fri")

    told = hall.types(OMAR, "back")

    assert told.text == (
        "Welcome back: you are asked yourself again. No longer away: Mon 23 Nov 2026 until Fri 27 Nov 2026."
    )
    assert time_of(hall) is None


def test_the_same_input_twice_is_one(hall: Hall) -> None:
    first = hall.types(OMAR, "away until fri", again="t1")
    hall.types(OMAR, "back")

    assert hall.types(OMAR, "away until fri", again="t1").text == first.text
    assert time_of(hall) is None


@pytest.mark.parametrize(
    ("who", "text", "sentence"),
    [
        (OMAR, "away until yesterday", "Sun 22 Nov 2026 is past. Until when are you away?"),
        (OMAR, "away from fri until 2026-11-24", "Tue 24 Nov 2026 comes before Fri 27 Nov 2026."),
        (OMAR, "away until 1.1.2028", "Sat 1 Jan 2028 is more than a year ahead."),
        (OMAR, "away until fri stand-in <@UOMAR>", "Nobody stands in for themselves."),
        (OMAR, "away until fri stand-in <@UGUEST>", "<@UGUEST> is a guest here: guests finish what they have"),
        (OMAR, "away until fri stand-in <@UBOT>", "<@UBOT> is an app"),
        (OMAR, "away until whenever", "“whenever” is not a day I understand. This works: `fri`"),
        (ANA, "away <@UOMAR> until fri", "can mark somebody else as away"),
        (OMAR, "back", "<@UOMAR> is not marked as away. To say so: `/deal away from mon until fri`"),
        (OMAR, "hours mon-fri 17-9", "Work cannot begin at 17:00 and end at 09:00"),
        (OMAR, "hours whenever", "“whenever” is no working week that I understand."),
        (OMAR, "region Bavaria", "I know no public holidays of “Bavaria”."),
        (OMAR, "region DE-XX", "DE-BB, DE-BE, DE-BW"),
        (OMAR, "settings", "Only an admin of this workspace changes what holds for everybody: <@ULIV>."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence_that_helps(
    hall: Hall, who: str, text: str, sentence: str
) -> None:
    told = hall.types(who, text)

    assert sentence in told.text
    assert time_of(hall) is None


def test_a_stand_in_who_is_away_too_is_refused_with_when_they_are_back(hall: Hall) -> None:
    hall.types(FAYE, "away until 6.12.")

    told = hall.types(OMAR, "away until fri stand-in <@UFAYE>")

    assert "<@UFAYE> is away then too, until Mon 7 Dec 2026." in told.text


def test_what_was_not_said_is_asked_in_a_form(hall: Hall) -> None:
    told = hall.types(OMAR, "away stand-in <@UFAYE>")

    assert told.fields["who"]["initial_user"] == OMAR
    assert told.fields["stand_in"]["initial_user"] == FAYE
    assert told.view

    saved = hall.submits(OMAR, told.view, **AWAY)

    assert saved.view
    assert "you are away from Mon 30 Nov 2026 until Fri 4 Dec 2026" in saved.view["blocks"][0]["text"]["text"]
    assert time_of(hall) == PersonalTime(absences=(Absence(date(2026, 11, 30), date(2026, 12, 4), OMAR, FAYE),))


@pytest.mark.parametrize(
    ("answers", "about", "sentence"),
    [
        ({"last": "2026-11-20", "first": "2026-11-19"}, "last", "is past"),
        ({"last": "2026-11-29"}, "last", "comes before"),
        ({"last": "2029-01-01"}, "last", "more than a year ahead"),
        ({"stand_in": GUEST}, "stand_in", "is a guest here"),
        ({"stand_in": OMAR}, "stand_in", "Nobody stands in for themselves"),
        ({"first": None}, "last", "From when until when is missing"),
        ({"who": LIV}, "who", "can mark somebody else"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    hall: Hall, answers: dict[str, str | None], about: str, sentence: str
) -> None:
    view = hall.types(OMAR, "away").view
    assert view

    told = hall.submits(OMAR, view, **(AWAY | answers))

    assert sentence in told.errors[about]


def test_hours_are_ones_own_until_they_are_everybodys_again(hall: Hall) -> None:
    told = hall.types(OMAR, "hours mon-thu 8-16:30")
    assert told.text.startswith("Noted: you work Mon-Thu 8:00-16:30, on the clock of Europe/Berlin.")
    assert time_of(hall) == PersonalTime(week=Week(frozenset(range(4)), time(8), time(16, 30)))

    told = hall.types(OMAR, "hours default")
    assert "as everybody here does, Mon-Fri 9:00-17:00" in told.text
    assert time_of(hall) is None


def test_hours_are_asked_in_a_form_that_holds_those_in_force(hall: Hall) -> None:
    told = hall.types(OMAR, "hours")
    assert told.fields["hours"]["initial_value"] == "Mon-Fri 9:00-17:00"
    assert told.view

    assert "17:00" in hall.submits(OMAR, told.view, hours="17-9").errors["hours"]
    hall.submits(OMAR, told.view, hours="tue 10-12")

    assert time_of(hall) == PersonalTime(week=Week(frozenset({1}), time(10), time(12)))


def test_a_region_tells_of_the_next_day_off(hall: Hall) -> None:
    told = hall.types(OMAR, "region de-by")

    assert told.text == "Noted: you have the public holidays of DE-BY. The next day off is Fri 25 Dec 2026."
    assert time_of(hall) == PersonalTime(region="DE-BY")
    assert hall.types(OMAR, "region default").text == "Noted: no public holidays count for you."


def test_a_holiday_on_a_saturday_is_the_next_day_off_only_for_who_works_on_saturdays(hall: Hall) -> None:
    """In Finland Independence Day 2026 is a Sunday, and Boxing Day a Saturday."""
    assert "The next day off is Thu 24 Dec 2026." in hall.types(OMAR, "region FI").text
    hall.types(OMAR, "hours sat 9-17")

    assert "The next day off is Sat 26 Dec 2026." in hall.types(OMAR, "region FI").text


def test_a_region_is_asked_in_a_form(hall: Hall) -> None:
    view = hall.types(OMAR, "region").view
    assert view

    assert "no public holidays" in hall.submits(OMAR, view, region="Bavaria").errors["region"]
    hall.submits(OMAR, view, region="FI")

    assert time_of(hall) == PersonalTime(region="FI")
