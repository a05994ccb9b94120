"""On a phone: whatever people are asked, they answer in at most two taps from the message that asks it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.model import Choice
from commands.behaviours import PRESSED
from messages import ids
from messages.message import Message
from tests.bot.making import ANA, OMAR
from tests.commands.hall import Hall, Json, button
from tests.messages.catalogue import everything

DRAWN = {name: each for name, each in everything(also_long=False).items() if isinstance(each, Message)}
ASKS = ("nudge", "digest", "asked", "board", "said", "told", "edit", "below")
"""What a message that is posted by itself is called in the catalogue; the others are answers to somebody."""

ONLY_READ = ("board_held", "nudge_promise", "said_led")
"""A deal on hold asks nothing; a plan that breaks, or who leads, is seen in the checklist, whose lines have buttons."""
LOOKS = {ids.SHOW_CHECKLIST, ids.SHOW_WHY, ids.SHOW_LEADS, ids.PROMISES, ids.LESSONS, ids.PLAYBOOK_DIFFERENCE}
"""What only shows something, for those who want to know more: no everyday act stands behind it."""


def _to_accept(hall: Hall, action: str) -> tuple[str, Json]:
    hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("contract")))
    item = hall.item("contract")
    return hall.deal.lead(item.accepted_by or ""), button(action, hall.deal, item)


def _to_decide(hall: Hall) -> tuple[str, Json]:
    decider = hall.stand_still()
    lapse = next(each for each in hall.deal.lapses if each.decider_id)
    value = f"{hall.deal_id}|{lapse.id}|{lapse.rung}|{Choice.STOP}"
    return decider, {"action_id": f"{ids.DECIDE}:{Choice.STOP}", "value": value}


ONE_TAP: dict[str, Callable[[Hall], tuple[str, Json]]] = {
    ids.STEP_DONE: lambda hall: (ANA, button(ids.STEP_DONE, hall.deal, hall.commit("call"))),
    ids.ITEM_DONE: lambda hall: (OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("contract"))),
    ids.ITEM_ACCEPT: lambda hall: _to_accept(hall, ids.ITEM_ACCEPT),
    ids.ACCEPT_OWNER: lambda hall: (OMAR, button(ids.ACCEPT_OWNER, hall.deal)),
}
TWO_TAPS: dict[str, Callable[[Hall], tuple[str, Json]]] = {
    ids.STEP_NEXT: lambda hall: (ANA, button(ids.STEP_NEXT, hall.deal)),
    ids.STEP_RESCHEDULE: lambda hall: (ANA, button(ids.STEP_RESCHEDULE, hall.deal, hall.commit("call"))),
    ids.STEP_WAITING: lambda hall: (ANA, button(ids.STEP_WAITING, hall.deal, hall.commit("call"))),
    ids.ITEM_SEND_BACK: lambda hall: _to_accept(hall, ids.ITEM_SEND_BACK),
    ids.DECLINE_OWNER: lambda hall: (OMAR, button(ids.DECLINE_OWNER, hall.deal)),
    ids.CUSTOMER: lambda hall: (ANA, button(ids.CUSTOMER, hall.deal)),
    ids.STEP_TAKE: lambda hall: (OMAR, button(ids.STEP_TAKE, hall.deal, hall.offer_step("tell them", to=OMAR))),
    ids.STEP_TURN_DOWN: lambda hall: (
        OMAR,
        button(ids.STEP_TURN_DOWN, hall.deal, hall.offer_step("tell them", to=OMAR)),
    ),
    ids.DECIDE: _to_decide,
}
OFTEN = {
    "when": "mon",
    "reason": "it rains",
    "what": "call the site",
    "on": "customer",
    "until": "fri",
    "code": "other",
}


def pressable(drawn: Any) -> Iterator[Json]:
    if isinstance(drawn, dict):
        if drawn.get("type") == "button" and "action_id" in drawn:
            yield drawn
        for each in drawn.values():
            yield from pressable(each)
    elif isinstance(drawn, list | tuple):
        for each in drawn:
            yield from pressable(each)


def actions(name: str) -> list[str]:
    return [each["action_id"].split(":")[0] for each in pressable(DRAWN[name].blocks)]


@pytest.mark.parametrize("action", sorted(ONE_TAP))
def test_one_tap_does_it(hall: Hall, action: str) -> None:
    who, drawn = ONE_TAP[action](hall)
    before = len(hall.events())

    told = hall.presses(who, drawn)

    assert told.view is None
    assert len(hall.events()) > before, told.said


@pytest.mark.parametrize("action", sorted(TWO_TAPS))
def test_one_tap_opens_the_form_and_the_second_does_it(hall: Hall, action: str) -> None:
    who, drawn = TWO_TAPS[action](hall)
    view = hall.presses(who, drawn).view
    assert view
    before = len(hall.events())

    told = hall.submits(who, view, **{name: said for name, said in OFTEN.items() if name in _named(view)})

    assert told.said == ""
    assert len(hall.events()) > before


@pytest.mark.parametrize("action", sorted(TWO_TAPS))
def test_no_form_asks_for_more_than_a_thumb_writes(hall: Hall, action: str) -> None:
    who, drawn = TWO_TAPS[action](hall)
    view = hall.presses(who, drawn).view or {}

    required = [each for each in view["blocks"] if each["type"] == "input" and not each.get("optional")]
    assert len(required) <= 2, [each["block_id"] for each in required]


@pytest.mark.parametrize("name", sorted(name for name in DRAWN if name.startswith(ASKS)))
def test_every_button_below_what_people_are_asked_is_known_and_most_act(name: str) -> None:
    drawn = actions(name)

    assert set(drawn) <= PRESSED.keys()
    # Where something can be done at all, the first button does it and does not only show more.
    assert not drawn or drawn[0] not in LOOKS or name.startswith(ONLY_READ), drawn


@pytest.mark.parametrize("kind", ["nudge_step_due", "nudge_step_overdue", "digest"])
def test_a_step_is_kept_moved_or_parked_where_it_is_asked_about(kind: str) -> None:
    always_together = {ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING}
    about_steps = [set(actions(name)) for name in DRAWN if name.startswith(kind) and ids.STEP_DONE in actions(name)]

    assert about_steps
    assert all(always_together <= drawn for drawn in about_steps)


def _named(view: Json) -> set[str]:
    return {each["block_id"] for each in view["blocks"] if each["type"] == "input"}
