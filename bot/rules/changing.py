"""Replacing one part of a deal by its successor, and the checks that many rules share."""

from dataclasses import replace
from uuid import UUID

from bot.model import Deal, DealStatus, Item, ItemStatus, Lapse, LapseKind, Step, StepStatus, UserId
from bot.refusals import ChangedSince, Missing, NoSuchDeal, NotRunning, NotYours, TooLong

LONGEST_TEXT = 500
"""Longest text we keep of what a person typed into one field; longer ones do not fit a phone's screen."""


def running(deal: Deal) -> Deal:
    """Return the deal if its clocks run; raise NotRunning otherwise."""
    if deal.status is not DealStatus.OPEN:
        raise NotRunning(deal.status, deal.held_until)
    return deal


def said(what: str, text: str | None, *, example: str, limit: int = LONGEST_TEXT) -> str:
    """Return the text trimmed; raise Missing when there is none and TooLong when it is longer than we keep."""
    words = (text or "").strip()
    if not words:
        raise Missing(what, example)
    if len(words) > limit:
        raise TooLong(what, limit, len(words))
    return words


def allowed(by: UserId, what: str, *may: UserId) -> None:
    """Raise NotYours unless ``by`` is one of ``may``."""
    if by not in may:
        raise NotYours(what, tuple(dict.fromkeys(may)))


def item_of(deal: Deal, item_id: UUID) -> Item:
    """Return an item of the deal; a button for an item that is not there points to another deal."""
    for item in deal.items:
        if item.id == item_id:
            return item
    raise NoSuchDeal


def step_of(deal: Deal, step_id: UUID) -> Step:
    """Return a step of the deal, open or not."""
    for step in deal.steps:
        if step.id == step_id:
            return step
    raise NoSuchDeal


def as_drawn(deal: Deal, subject: UUID, generation: int | None) -> Deal:
    """Return the deal unless its step or item went on since a button was drawn; None: no button is asking.

    Raises ChangedSince only where the answer would be about something nobody saw: what has ended explains itself.
    """
    if generation is None:
        return deal
    for item in deal.items:
        if item.id == subject and item.status is ItemStatus.DONE and item.generation != generation:
            raise ChangedSince(item.title)
    for step in deal.steps:
        is_live = step.status in (StepStatus.OPEN, StepStatus.OFFERED)
        if step.id == subject and is_live and step.generation != generation:
            raise ChangedSince(step.what)
    return deal


def drawn_as(deal: Deal, item_id: UUID, generation: int | None) -> UUID:
    """Return the id of an item unless it ended anew since a form was drawn; None: no form is asking."""
    for item in deal.items:
        is_ended = item.status in (ItemStatus.DONE, ItemStatus.ACCEPTED)
        if generation is not None and item.id == item_id and is_ended and item.generation != generation:
            raise ChangedSince(item.title)
    return item_id


def with_item(deal: Deal, item: Item) -> Deal:
    """Return the deal with this item in its old place."""
    return replace(deal, items=tuple(item if each.id == item.id else each for each in deal.items))


def with_step(deal: Deal, step: Step) -> Deal:
    """Return the deal with this step in its old place."""
    return replace(deal, steps=tuple(step if each.id == step.id else each for each in deal.steps))


ABOUT = {
    LapseKind.OWNER_NOT_ACCEPTED: "who owns this deal",
    LapseKind.OWNER_GONE: "who owns this deal",
    LapseKind.COLLEAGUE_GONE: "who takes over from somebody who has left",
    LapseKind.NOTHING_DATED: "the next step",
    LapseKind.PROMISE_AT_RISK: "the promised date",
    LapseKind.SILENCE: "whether this deal is alive",
    LapseKind.CUSTOMER_STALE: "what we tell the customer",
    LapseKind.ITEM_DUE: "a line that is not on the checklist any more",
    LapseKind.ITEM_OVERDUE: "a line that is not on the checklist any more",
}
"""What a lapse is about that has no step or line, or has none any more."""


def about(deal: Deal, lapse: Lapse) -> str:
    """Return what a lapse is about, in the words that people gave it."""
    for step in deal.steps:
        if step.id == lapse.subject:
            return step.what
    for item in deal.items:
        if item.id == lapse.subject:
            return item.title
    return ABOUT.get(lapse.kind, "the next step")
