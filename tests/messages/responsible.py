"""Somebody else leads, holds or owns: every way in which that reads, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot import refusals as r
from bot.events import Event
from bot.model import Deal, DealStatus, LapseKind
from bot.roles import ItemGiven, ItemHandedBack, LeadHandedOver
from messages import giving, leading, replies
from tests.messages.samples import ANA, FINN, LIV, NOW, OMAR, PEOPLE, deal, lapsed, reword, scene

Say = Callable[[str], str]
SCOPE, DEPOSIT = deal().items[0], deal().items[4]
LINES = tuple(item.id for item in deal().items if item.function == "sales")

LED = LeadHandedOver("sales", FINN, ANA, ANA, LINES)
SAID: dict[str, Event] = {
    "led": LED,
    "led_by_another": LeadHandedOver("sales", FINN, ANA, LIV, LINES[:1]),
    "given": ItemGiven(SCOPE.id, SCOPE.title, FINN, ANA, ANA, SCOPE.due),
    "given_by_another": ItemGiven(DEPOSIT.id, DEPOSIT.title, LIV, OMAR, FINN, DEPOSIT.due),
    "given_taken": ItemGiven(DEPOSIT.id, DEPOSIT.title, OMAR, OMAR, FINN, None),
    "handed_back": ItemHandedBack(
        DEPOSIT.id, DEPOSIT.title, LIV, FINN, "I am at a fair until Monday", OMAR, DEPOSIT.due
    ),
    "led_for_the_first_time": LeadHandedOver("field", FINN, None, OMAR, ()),
}


def _led(say: Say) -> Iterator[tuple[str, Any]]:
    of: Deal = reword(deal(leads=(("sales", ANA), ("field", LIV))), say)
    yield "leads", leading.leads(of)
    yield "leads_held", leading.leads(replace(of, status=DealStatus.HELD))
    yield "form_lead", leading.lead_form(of, "sales")
    decides = reword(lapsed(LapseKind.NOTHING_DATED, None, deal(), decider_id=FINN, rung=3), say)
    yield "said_led_with_a_decision", leading.handed_over(LED, scene(of=decides))


def _given(say: Say) -> Iterator[tuple[str, Any]]:
    held = replace(SCOPE, holder_id=FINN, given_by=ANA)
    of: Deal = reword(deal(items=(held, *deal().items[1:])), say)
    event = reword(SAID["given"], say)
    yield "said_given_and_theirs", giving.given(event, scene(of=of))
    yield "glance_given", replies.glance(of, FINN, PEOPLE, NOW)
    yield "form_give", giving.give_form(of, of.items[:2])
    yield "form_give_this", giving.give_form(of, (), chosen=of.items[0])
    yield "form_hand_back", giving.hand_back_form(of, of.items[0])


def refused() -> dict[str, r.Refusal]:
    return {"not_given": r.NotGiven(SCOPE, ANA)}


PARTS = (_led, _given)
