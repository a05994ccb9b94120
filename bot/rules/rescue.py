"""Rescues: leadership had to act. Noted wherever they do, whether or not a ladder led there."""

from collections.abc import Iterator
from dataclasses import replace

from bot.context import Context
from bot.events import Change, ItemAccepted, ItemDone, OwnerAccepted, Rescued, StepKept
from bot.model import Deal, Rescue, UserId
from bot.roles import TookOver

_WAYS = {
    OwnerAccepted: Rescue.TOOK_OVER,
    TookOver: Rescue.TOOK_OVER,
    StepKept: Rescue.DID_STEP,
    ItemDone: Rescue.DID_ITEM,
    ItemAccepted: Rescue.DID_ITEM,
}


def is_leadership(deal: Deal, context: Context, by: UserId) -> bool:
    """Tell whether somebody acts on a deal as leadership: not as one of those whose daily work it is."""
    workers = (
        deal.owner_id,
        deal.seller_id,
        *(lead for _, lead in deal.leads),
        *(item.holder_id for item in deal.items),
    )
    return by == context.default_owner and by not in workers


def noted(before: Deal, change: Change, context: Context, *, by: UserId) -> Change:
    """Add to a change that leadership made it, if so. A decision carries a flag of its own."""
    if not is_leadership(before, context, by):
        return change
    return replace(change, events=(*change.events, *_rescues(change, by)))


def _rescues(change: Change, by: UserId) -> Iterator[Rescued]:
    for event in change.events:
        way = _WAYS.get(type(event))
        # Who gives a deal back to its seller moves the ownership as well, and takes nothing over.
        if way and (not isinstance(event, OwnerAccepted) or event.owner_id == by):
            yield Rescued(by, way)
