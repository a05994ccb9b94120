"""Somebody types or fills in the same again because Slack showed a timeout: it is done and said once."""

import pytest

from bot.events import ItemDone, OwnerAccepted, OwnerOffered, StepCommitted, StepKept, StepParked, StepRescheduled
from bot.model import StepStatus
from bot.outgoing import Kind
from messages import ids
from tests.bot.making import ANA, LIV, OMAR
from tests.commands.hall import ELSEWHERE, Hall, button

STANDS = "Nothing to change: that is how it stands."


@pytest.mark.parametrize(
    ("text", "event", "answer"),
    [
        ("next ship by fri", StepCommitted, "Already noted, once: *ship* by"),
        ("next ship by fri else Liv decides", StepCommitted, ". Otherwise: <@ULIV> decides."),
        ("next ship by in 2 hours", StepCommitted, "Already noted, once: *ship* by"),
        ("next ship by 18:00", StepCommitted, "Already noted, once: *ship* by"),
        ("done", StepKept, "“call” is done already: <@UANA>, 40 seconds ago"),
        ("done call", StepKept, "“call” is done already: <@UANA>, 40 seconds ago"),
        ("reschedule 1.12. because of rain", StepRescheduled, STANDS),
        ("waiting on customer until wed", StepParked, STANDS),
        ("waiting on customer until wed because they check", StepParked, STANDS),
        (f"owner <@{LIV}>", OwnerOffered, STANDS),
    ],
)
def test_a_command_typed_again_is_done_once_said_once_and_answered(
    hall: Hall, text: str, event: type, answer: str
) -> None:
    hall.commit("call")
    before = hall.events().count(event)

    hall.types(ANA, text)
    once, said = hall.events(), hall.office.sent()
    hall.clock.move(seconds=40)
    again = hall.types(ANA, text)

    assert hall.events() == once
    assert hall.office.sent() == said
    assert once.count(event) <= before + 1
    assert answer in again.text
    assert (again.status, bool(again.text or again.view)) == (200, True)


def test_typed_again_and_delivered_twice_it_is_answered_alike(hall: Hall) -> None:
    hall.types(ANA, "next ship by fri", again="t1")
    second = hall.types(ANA, "next ship by fri", again="t2")
    third = hall.types(ANA, "next ship by fri", again="t2")

    assert second.text == third.text
    assert hall.events().count(StepCommitted) == 1


def test_ten_minutes_later_the_same_words_are_a_second_step(hall: Hall) -> None:
    hall.types(ANA, "next ship by fri")
    hall.clock.move(minutes=10)
    hall.types(ANA, "next ship by fri")

    assert hall.events().count(StepCommitted) == 2


def test_done_typed_again_leaves_a_colleagues_step_alone(hall: Hall) -> None:
    hall.commit("call")
    hall.commit("ship", who=OMAR)

    hall.types(ANA, "done")
    hall.types(ANA, "done")

    assert hall.step("call").status is StepStatus.KEPT
    assert hall.step("ship").status is StepStatus.OPEN


@pytest.mark.parametrize(
    ("action", "who", "event"),
    [(ids.STEP_DONE, ANA, StepKept), (ids.ACCEPT_OWNER, OMAR, OwnerAccepted), (ids.ITEM_DONE, OMAR, ItemDone)],
)
def test_a_button_pressed_again_does_nothing_more_and_says_what_is_true(
    hall: Hall, action: str, who: str, event: type
) -> None:
    pressed = button(action, hall.deal, hall.commit("call") if action == ids.STEP_DONE else hall.item("contract"))

    hall.presses(who, pressed)
    again = hall.presses(who, pressed)

    assert hall.events().count(event) <= 1
    assert again.text or again.view


def test_a_form_for_a_step_filled_in_again_makes_no_second_step(hall: Hall) -> None:
    for _ in range(2):
        view = hall.presses(ANA, button(ids.STEP_NEXT, hall.deal)).view or {}
        told = hall.submits(ANA, view, what="ship", when="fri")
        assert told.said == ""

    assert hall.events().count(StepCommitted) == 1


def won(hall: Hall, name: str = "Beta site", **answers: str) -> str:
    view = hall.types(ANA, "won", channel=ELSEWHERE).view or {}
    given = {"name": name, "account": "Beta", "amount": "1000 EUR", "kind": "site"} | answers
    told = hall.submits(ANA, view, **given)
    assert told.errors == {}
    return str(told.view)


def test_a_deal_won_by_hand_again_is_opened_once(hall: Hall) -> None:
    first = won(hall)
    hall.clock.move(seconds=90)
    second = won(hall, name="beta  SITE")

    assert first == second
    assert len(hall.office.deals()) == 2
    assert len(hall.office.sent(Kind.OPEN_CHANNEL)) == 2


@pytest.mark.parametrize(("minutes", "name"), [(1, "Beta site 2"), (10, "Beta site")])
def test_another_deal_or_one_of_later_is_opened_too(hall: Hall, minutes: float, name: str) -> None:
    won(hall)
    hall.clock.move(minutes=minutes)
    won(hall, name=name)

    assert len(hall.office.deals()) == 3
