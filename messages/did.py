"""Echo what was understood and done, to the one who did it."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.events import Decided, Event, ItemDone, ItemSentBack, StepCommitted, StepRescheduled
from bot.model import Deal, Step
from bot.registered import PromiseReworded, PromiseTold
from bot.roles import LeadHandedOver
from bot.rules import promises
from bot.rules.items import receiver
from messages.buttons import choice_label
from messages.message import Message, said
from messages.otherwise import agreed
from messages.standing import find_item, find_step
from messages.words import words


def did(event: Event | None, deal: Deal, now: datetime) -> Message:
    """Confirm an event that a person caused; None: what they asked for stood already.

    Raises KeyError for an event that nobody causes by hand.
    """
    if event is None:
        return said(words("reply/did#nothing"))
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    facts = {
        "deal": deal.facts.name,
        "channel_id": deal.channel_id,
        "owner": deal.owner_id,
        "now": now,
        "offered": _offered(deal),
    }
    return said(words(f"reply/did#{type(event).__name__}", **facts, **(values | _known(event, deal))))


def noted_before(step: Step) -> Message:
    """Tell somebody who typed a step again that the first time was heard."""
    return said(words("reply/did#noted_before", what=step.what, due=step.due, consequence=agreed(step.consequence)))


def _offered(deal: Deal) -> str | None:
    return deal.offer.to if deal.offer else None


def _known(event: Event, deal: Deal) -> dict[str, Any]:
    """Return what the deal knows about the event's subject, and what of the event is said in other words."""
    if isinstance(event, StepCommitted):
        return {"consequence": agreed(event.consequence)}
    if isinstance(event, LeadHandedOver):
        return {"label": deal.label(event.function), "n": len(event.items)}
    if isinstance(event, StepRescheduled):
        step = find_step(deal, event.step_id)
        return {"first": step.first_due if step and event.slips > 1 else None}
    if isinstance(event, ItemDone | ItemSentBack):
        item = find_item(deal, event.item_id)
        to = receiver(deal, item) if item and item.accepted_by else None
        return {"receiver": to, "holder": item.holder_id if item else None, "on": item.proof_on if item else None}
    if isinstance(event, PromiseTold | PromiseReworded):
        return {"receiver": promises.receiver(deal)}
    return {"label": choice_label(event.choice)} if isinstance(event, Decided) else {}
