"""The handover as a whole: complete once every gate is settled, and not any more when one is reopened."""

from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.events import Change
from bot.handovers import HandoverComplete, HandoverReopened
from bot.model import Deal, Item
from bot.rules.items import is_settled
from bot.working_time import local_day, working_days_between


def is_complete(deal: Deal) -> bool:
    """Tell whether every gate is settled; a checklist without gates hands nothing over that others wait for."""
    found = gates(deal)
    return bool(found) and all(map(is_settled, found))


def gates(deal: Deal) -> tuple[Item, ...]:
    """Return the items of a deal that other work waits for."""
    return tuple(item for item in deal.items if item.is_gate)


def completed_at(deal: Deal) -> datetime | None:
    """Return when the last gate was settled; None while one is not."""
    if not is_complete(deal):
        return None
    settled = (item.accepted_at or item.done_at for item in gates(deal))
    return max((at for at in settled if at), default=deal.opened_at)


def followed(before: Deal, change: Change, context: Context, *, now: datetime) -> Change:
    """Add to a change what it means for the handover as a whole."""
    # By comparison, not by a mark on the deal: whichever act settles the last gate, and in whatever order two of them
    # come, one of them finds it open before and none open after.
    was, deal = is_complete(before), change.deal
    if is_complete(deal) == was:
        return change
    if was:
        return Change(deal, (*change.events, *_reopened(deal)))
    complete = replace(deal, handovers=deal.handovers + 1)
    return Change(complete, (*change.events, _complete(complete, context, now)))


def _complete(deal: Deal, context: Context, now: datetime) -> HandoverComplete:
    # From the opening, as all clocks: of a deal out of the backlog nobody could hand anything over before.
    calendar = context.home()
    first, last = (local_day(calendar.zone, at) for at in (deal.opened_at or now, now))
    found = gates(deal)
    givers = tuple(dict.fromkeys(deal.label(item.function) for item in found))
    return HandoverComplete(working_days_between(calendar, first, last), len(found), deal.handovers, givers)


def _reopened(deal: Deal) -> tuple[HandoverReopened, ...]:
    item = next((each for each in gates(deal) if not is_settled(each)), None)
    return (HandoverReopened(item.id, item.title),) if item else ()
