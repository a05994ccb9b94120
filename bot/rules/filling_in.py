"""Evidence for many items in one go: all of it is what it says, or nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change
from bot.model import Deal, Item, ItemStatus, UserId
from bot.refusals import ChangedSince, ItemNotOpen, ItemWaits, NoSuchDeal, NotYours, Refusal
from bot.rules import items
from bot.rules.asking import asked
from bot.rules.changing import item_of, running
from bot.rules.evidence import Proof

OVERTAKEN = (ChangedSince, ItemNotOpen, ItemWaits, NotYours, NoSuchDeal)
"""What others may have made of an item while somebody filled in the form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The evidence that a form holds for one item, which was of this ``generation`` when the form was drawn."""

    item_id: UUID
    proof: Proof
    generation: int


@dataclass(frozen=True, slots=True)
class Filled:
    """What comes of a form: ``faults`` is evidence that is none, ``passed`` is what somebody else was faster with."""

    change: Change
    faults: Mapping[UUID, Refusal]
    passed: tuple[Refusal, ...]


def theirs(deal: Deal, context: Context, by: UserId, *, now: datetime) -> tuple[Item, ...]:
    """Return the open items that ``by`` is asked for, the next due first, what has no date last."""
    is_asked = (
        each
        for each in deal.items
        if each.status is ItemStatus.OPEN
        and by in (each.holder_id, asked(deal, context, each.holder_id, each.function, now=now).whom)
    )
    return tuple(sorted(is_asked, key=lambda each: (each.due is None, each.due.at.timestamp() if each.due else 0.0)))


def fill_in(deal: Deal, context: Context, entries: Sequence[Entry], *, by: UserId, now: datetime) -> Filled:
    """Mark every item done that evidence was given for.

    An item that went on meanwhile is passed over, and the others are done all the same. With a fault in any of them
    nothing is: whoever filled in the form has it before them still, and puts it right there.
    """
    change, faults, passed = Change(running(deal)), dict[UUID, Refusal](), list[Refusal]()
    for each in entries:
        try:
            _as_drawn(deal, each)
            done = items.finish(change.deal, context, item_id=each.item_id, by=by, proof=each.proof, now=now)
        except OVERTAKEN as refusal:
            passed.append(refusal)
        except Refusal as refusal:
            faults[each.item_id] = refusal
        else:
            change = Change(done.deal, (*change.events, *done.events))
    return Filled(Change(deal) if faults else change, faults, tuple(passed))


def _as_drawn(deal: Deal, entry: Entry) -> None:
    """Raise ChangedSince where an item was sent back while the form was open: nobody has read yet what is missing."""
    item = item_of(deal, entry.item_id)
    if item.status is ItemStatus.OPEN and item.generation != entry.generation:
        raise ChangedSince(item.title)
