"""Ask to be asked later: typed, pressed below the question, or filled in."""

import pytest

from bot.events import Snoozed
from messages import ids
from messages.ids import Press
from tests.bot.making import ANA, OMAR, at
from tests.commands.hall import Hall, Json


@pytest.fixture
def asked(hall: Hall) -> Hall:
    """Let Ana be asked about a step that she missed a quarter of an hour ago."""
    hall.commit("order the pump", due="2026-11-25")
    hall.stand_still_until(at("2026-11-25 17:15"))
    return hall


def later(hall: Hall, when: str) -> Json:
    """Return the button below Ana's question."""
    step = hall.step("order the pump")
    lapse = next(each for each in hall.deal.lapses if each.subject == step.id and each.closed_at is None)
    return {"action_id": f"{ids.SNOOZE}:{when}", "value": str(Press(hall.deal.id, lapse.id, lapse.rung, when))}


def put_off(hall: Hall) -> list[tuple[str, str]]:
    return [
        (f"{each.event.until.at:%a %H:%M}", each.event.reason)
        for each in hall.office.history(hall.deal_id)
        if isinstance(each.event, Snoozed)
    ]


def test_typed_with_a_moment_and_a_reason(asked: Hall) -> None:
    told = asked.types(ANA, "snooze fri because the crane comes then")

    assert told.text.startswith("Noted: you are asked again Friday 27 November 2026, 09:00 EET about *order the pump*.")
    assert put_off(asked) == [("Fri 07:00", "the crane comes then")]


@pytest.mark.parametrize("typed", ["snooze", "snooze fri", "snooze because the crane comes"])
def test_what_is_missing_is_asked_in_a_form(asked: Hall, typed: str) -> None:
    form = asked.types(ANA, typed)

    assert set(form.fields) == {"when", "reason"}
    assert form.view
    asked.submits(ANA, form.view, when="fri", reason="the crane comes then")
    assert put_off(asked) == [("Fri 07:00", "the crane comes then")]


@pytest.mark.parametrize(("when", "until"), [(ids.IN_AN_HOUR, "Thu 06:00"), (ids.TOMORROW, "Thu 07:00")])
def test_one_press_below_the_question_is_enough(asked: Hall, when: str, until: str) -> None:
    told = asked.presses(ANA, later(asked, when))

    assert "you are asked again Thursday 26 November 2026" in told.text
    assert put_off(asked) == [(until, "")]


def test_why_says_who_wants_to_be_asked_later(asked: Hall) -> None:
    asked.types(ANA, "snooze fri because the crane comes then")

    assert (
        "<@UANA> wants to be asked again Fri 27 Nov 08:00, because “the crane comes then”"
        in asked.types(OMAR, "why").text
    )
    assert "put off order the pump until Fri 27 Nov 09:00" in asked.types(OMAR, "history").text


def test_longer_than_the_playbook_allows_is_refused_with_the_last_day(asked: Hall) -> None:
    told = asked.types(ANA, "snooze 20.12. because I am busy")

    assert "This can be put off until Wednesday 2 December 2026" in told.text
    assert put_off(asked) == []


def test_who_is_asked_nothing_has_nothing_to_put_off(asked: Hall) -> None:
    assert "Nothing is asked of you here that could wait." in asked.types("ULIV", "snooze fri because I am busy").text


def test_pressed_twice_it_is_put_off_once(asked: Hall) -> None:
    asked.presses(ANA, later(asked, ids.TOMORROW))
    asked.presses(ANA, later(asked, ids.TOMORROW))

    assert len(put_off(asked)) == 1
