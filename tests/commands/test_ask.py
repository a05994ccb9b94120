"""Asking a colleague: typed, from a button, through a form; and what both of them answer."""

import pytest

from bot.events import Nudged, StepCommitted
from bot.model import StepStatus, UserId
from bot.offered import StepAsked, StepCountered, StepTurnedDown, StepWithdrawn
from messages import ids
from tests.bot.making import ANA, FAYE, GONE, GUEST, OMAR, by
from tests.commands.hall import Hall, Json, button

TYPED = f"ask <@{OMAR}> lend us the crew by 1.12."


def asked(hall: Hall, text: str = TYPED) -> None:
    told = hall.types(ANA, text)
    assert StepAsked in hall.events(), told.said


def crew(hall: Hall) -> tuple[StepStatus, UserId]:
    step = hall.step("crew")
    return step.status, step.by


def test_asking_says_who_is_asked_and_that_nobody_has_promised_it(hall: Hall) -> None:
    told = hall.types(ANA, TYPED)

    assert told.said.startswith(f"<@{OMAR}> is asked in private: *lend us the crew* by Tuesday 1 December 2026")
    assert "nobody has promised it" in told.said
    assert {StepAsked, Nudged} <= set(hall.events())
    assert crew(hall) == (StepStatus.OFFERED, OMAR)


def test_who_works_elsewhere_is_asked_when_they_work_and_the_asker_reads_when(hall: Hall) -> None:
    told = hall.types(ANA, f"ask <@{FAYE}> lend us the crew by 1.12.")

    assert told.said.startswith(f"<@{FAYE}> is asked in private Mon 23 Nov 15:00, when they work:")


def test_typed_again_it_says_that_it_was_heard(hall: Hall) -> None:
    asked(hall)
    hall.clock.move(minutes=1)

    assert hall.types(ANA, TYPED).said.startswith("Asked already, once")
    assert hall.events().count(StepAsked) == 1


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("ask", {}),
        (f"ask <@{OMAR}>", {"person": OMAR}),
        (f"ask <@{OMAR}> lend us the crew", {"person": OMAR, "what": "lend us the crew"}),
        ("ask lend us the crew by fri", {"what": "lend us the crew", "when": "fri"}),
    ],
)
def test_what_was_not_said_is_asked_in_a_form(hall: Hall, typed: str, filled: Json) -> None:
    told = hall.types(ANA, typed)

    names = {"person": "initial_user", "what": "initial_value", "when": "initial_value"}
    assert {key: told.fields[key].get(name) for key, name in names.items() if told.fields[key].get(name)} == filled
    done = hall.submits(ANA, told.view or {}, **({"person": OMAR, "what": "lend us the crew", "when": "fri"} | filled))
    assert (done.status, done.said) == (200, "")
    assert crew(hall) == (StepStatus.OFFERED, OMAR)


def test_the_glance_has_a_button_for_the_form(hall: Hall) -> None:
    view = hall.presses(ANA, hall.types(ANA).button("Ask somebody")).view

    assert view
    assert view["callback_id"] == ids.FORM_ASK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"ask <@{ANA}> lend us the crew by fri", "You need not ask yourself"),
        (f"ask <@{GUEST}> lend us the crew by fri", "is a guest here"),
        (f"ask <@{GONE}> lend us the crew by fri", "is switched off. Name a colleague"),
        (f"ask <@{OMAR}> lend us the crew by soonish", "not a time I understand"),
        (f"ask <@{OMAR}> lend us the crew by fri else we wait", "not a time I understand"),
    ],
)
def test_what_cannot_be_asked_says_what_works(hall: Hall, text: str, words: str) -> None:
    told = hall.types(ANA, text)

    assert words in told.said
    assert StepAsked not in hall.events()


def test_a_form_without_a_name_says_so_beside_it(hall: Hall) -> None:
    view = hall.types(ANA, "ask").view or {}

    assert hall.submits(ANA, view, what="lend us the crew", when="fri").errors


def test_the_same_for_another_date_is_refused_with_the_way_out(hall: Hall) -> None:
    asked(hall)

    told = hall.types(ANA, f"ask <@{OMAR}> lend us the crew by 4.12.")

    assert "There is no answer yet" in told.said


def test_one_press_takes_it_on_by_the_date_that_was_asked_for(hall: Hall) -> None:
    asked(hall)

    told = hall.presses(OMAR, hall.types(OMAR).button("I will do it"))

    assert told.said.startswith(f"Agreed: *lend us the crew*, <@{OMAR}>, by Tuesday 1 December")
    assert (crew(hall), hall.step("crew").due.on) == ((StepStatus.OPEN, OMAR), by("2026-12-01").on)
    assert hall.events().count(StepCommitted) == 1


def test_when_its_date_is_past_taking_it_on_asks_for_another_one(hall: Hall) -> None:
    asked(hall)
    press = button(ids.STEP_TAKE, hall.deal, hall.step("crew"))
    hall.clock.move(days=10)

    view = hall.presses(OMAR, press).view or {}
    hall.submits(OMAR, view, when="11.12.", reason="the crew was away")

    assert view["callback_id"] == ids.FORM_COUNTER
    assert StepCountered in hall.events()


def test_another_date_goes_to_the_asker_who_agrees(hall: Hall) -> None:
    asked(hall)
    view = hall.presses(OMAR, hall.types(OMAR).button("Another date")).view or {}
    hall.submits(OMAR, view, when="4.12.", reason="they are in Turku")
    assert crew(hall) == (StepStatus.OFFERED, OMAR)

    told = hall.presses(ANA, hall.types(ANA).button("Agree"))

    assert told.said.startswith(f"Agreed: *lend us the crew*, <@{OMAR}>, by Friday 4 December")
    assert (crew(hall), hall.step("crew").first_due.on) == ((StepStatus.OPEN, OMAR), by("2026-12-04").on)


def test_a_no_needs_a_reason_and_reaches_the_asker_with_a_way_on(hall: Hall) -> None:
    asked(hall)
    view = hall.presses(OMAR, hall.types(OMAR).button("Not me")).view or {}

    hall.submits(OMAR, view, reason="no crew is free")

    assert StepTurnedDown in hall.events()
    again = hall.presses(ANA, button(ids.ASK, hall.deal, hall.step("crew"))).view or {}
    what = next(block["element"] for block in again["blocks"] if block["block_id"] == "what")
    assert what["initial_value"] == "lend us the crew"


def test_the_asker_takes_it_back(hall: Hall) -> None:
    asked(hall)

    told = hall.presses(ANA, hall.types(ANA).button("Withdraw"))

    assert told.said.startswith("Taken back: *lend us the crew*.")
    assert StepWithdrawn in hall.events()


@pytest.mark.parametrize("label", ["I will do it", "Another date", "Not me"])
def test_a_button_that_was_drawn_before_the_end_explains_itself(hall: Hall, label: str) -> None:
    asked(hall)
    press = hall.types(OMAR).button(label)
    hall.presses(ANA, hall.types(ANA).button("Withdraw"))

    told = hall.presses(OMAR, press)

    assert told.view is None
    assert "is no longer planned" in told.said


@pytest.mark.parametrize("label", ["I will do it", "Another date"])
def test_a_button_that_was_drawn_before_another_date_explains_itself(hall: Hall, label: str) -> None:
    asked(hall)
    press = hall.types(OMAR).button(label)
    view = hall.presses(OMAR, hall.types(OMAR).button("Another date")).view or {}
    hall.submits(OMAR, view, when="4.12.", reason="they are in Turku")

    told = hall.presses(OMAR, press)

    assert told.view is None
    assert "has changed since" in told.said


def test_nobody_answers_for_somebody_else(hall: Hall) -> None:
    asked(hall, f"ask <@{OMAR}> lend us the crew by 1.12.")
    step = hall.step("crew")

    told = hall.presses(OMAR, button(ids.REQUEST_WITHDRAW, hall.deal, step))

    assert told.said.startswith("Only ")
    assert crew(hall) == (StepStatus.OFFERED, OMAR)
