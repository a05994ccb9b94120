"""An hour that people in several zones read is told with its zone, and without it where all have the same hour."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.events import Nudged
from bot.model import Due, LapseKind, UserId
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import Where
from messages.clocks import read_in
from messages.digest import digest
from messages.moments import short_due
from messages.rendering import render
from tests.messages.catalogue import STEP
from tests.messages.samples import ANA, LAPSE, LIV, NOW, OMAR, PEOPLE, ZONE, deal, lapsed, scene

AT_THREE = Due(datetime(2026, 11, 27, 13, tzinfo=UTC), ZONE)


@pytest.mark.parametrize(
    ("zones", "said"),
    [
        ([], "Fri 27 Nov 15:00"),
        ([ZONE], "Fri 27 Nov 15:00"),
        (["Europe/Athens", ZONE], "Fri 27 Nov 15:00"),
        (["Europe/Vienna", ZONE], "Fri 27 Nov 15:00 EET"),
        (["America/New_York"], "Fri 27 Nov 15:00 EET"),
    ],
)
def test_an_hour_has_its_zone_where_somebody_reads_another(zones: list[str], said: str) -> None:
    with read_in(zones):
        assert short_due(AT_THREE) == said
    assert short_due(AT_THREE) == "Fri 27 Nov 15:00"


def test_a_zone_that_has_only_an_offset_is_told_by_it() -> None:
    with read_in(["Europe/Helsinki"]):
        assert short_due(replace(AT_THREE, zone="America/Sao_Paulo")) == "Fri 27 Nov 10:00 GMT-3"


@pytest.mark.parametrize(("month", "said"), [(1, "Fri 9 Jan 09:00"), (7, "Thu 9 Jul 09:00 GMT-5")])
def test_zones_that_differ_only_in_summer_are_told_in_summer(month: int, said: str) -> None:
    with read_in(["America/New_York"]):
        assert short_due(Due(datetime(2026, month, 9, 14, tzinfo=UTC), "America/Bogota")) == said


def test_a_date_that_means_a_whole_day_has_no_clock_for_anybody() -> None:
    with read_in(["America/New_York", "Asia/Tokyo"]):
        assert short_due(Due(datetime(2026, 11, 27, 15, tzinfo=UTC), ZONE, date(2026, 11, 27))) == "Fri 27 Nov"


def _asked(where: Where, **zones: str) -> str:
    timed = replace(STEP, due=AT_THREE, first_due=AT_THREE)
    of = replace(lapsed(LapseKind.STEP_OVERDUE, STEP.id), steps=(timed,))
    people = {user: replace(person, zone=zones.get(user, ZONE)) for user, person in PEOPLE.items()}
    event = Nudged(LAPSE, LapseKind.STEP_OVERDUE, STEP.what, 2, where, OMAR)
    around = scene().around
    assert around is not None
    drawn = replace(scene(event, of=of), people=people, around=replace(around, people=people))
    to = {"to_user": OMAR} if where is Where.PRIVATE else {"in_channel_of": of.id}
    return render(Outgoing("key", Kind.NUDGE, None, **to), drawn).text


def test_a_channel_whose_people_share_an_hour_reads_it_bare() -> None:
    assert "was due Fri 27 Nov 15:00." in _asked(Where.CHANNEL)


def test_a_channel_with_somebody_far_away_reads_every_hour_with_its_zone() -> None:
    text = _asked(Where.CHANNEL, **{ANA: "America/New_York"})
    assert "was due Fri 27 Nov 15:00 EET." in text


def test_somebody_who_is_not_of_the_deal_changes_nothing_in_its_channel() -> None:
    assert "was due Fri 27 Nov 15:00." in _asked(Where.CHANNEL, **{UserId("U0STRANGER"): "America/New_York"})


def test_a_question_in_private_is_told_by_the_readers_own_clock() -> None:
    assert "was due Fri 27 Nov 08:00." in _asked(Where.PRIVATE, **{OMAR: "America/New_York"})


def test_a_digest_of_many_says_whose_nine_o_clock_it_means() -> None:
    at = datetime(2026, 11, 30, 7, tzinfo=UTC)
    line = Line("step_due", deal().id, "Acme", None, "the next step", at=at, who=LIV)
    facts = DigestFacts("leadership", NOW.date().isoformat(), ZONE, (line,))
    with read_in([ZONE, "America/New_York"]):
        assert "*Due:* the next step, today 09:00 EET (" in digest(facts, scene()).text
    assert "*Due:* the next step, today 09:00 (" in digest(facts, scene()).text
