"""Somebody else leads, holds or owns: every way in which that reads, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.events import Event
from bot.model import Deal, DealStatus, LapseKind
from bot.roles import LeadHandedOver
from messages import leading
from tests.messages.samples import ANA, FINN, LIV, OMAR, deal, lapsed, reword, scene

Say = Callable[[str], str]
LINES = tuple(item.id for item in deal().items if item.function == "sales")

LED = LeadHandedOver("sales", FINN, ANA, ANA, LINES)
SAID: dict[str, Event] = {
    "led": LED,
    "led_by_another": LeadHandedOver("sales", FINN, ANA, LIV, LINES[:1]),
    "led_for_the_first_time": LeadHandedOver("field", FINN, None, OMAR, ()),
}


def _led(say: Say) -> Iterator[tuple[str, Any]]:
    of: Deal = reword(deal(leads=(("sales", ANA), ("field", LIV))), say)
    yield "leads", leading.leads(of)
    yield "leads_held", leading.leads(replace(of, status=DealStatus.HELD))
    yield "form_lead", leading.lead_form(of, "sales")
    decides = reword(lapsed(LapseKind.NOTHING_DATED, None, deal(), decider_id=FINN, rung=3), say)
    yield "said_led_with_a_decision", leading.handed_over(LED, scene(of=decides))


PARTS = (_led,)
