"""The owner lets a line begin before what it waits for: with a reason, in public, and without passing that gate."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change
from bot.gate_events import ItemStartedAnyway
from bot.model import Deal, Item, ItemStatus, UserId
from bot.refusals import NotWaiting
from bot.rules.changing import allowed, item_of, running, said, with_item
from bot.rules.items import begun, waits_for
from bot.rules.permissions import Act, who


def start_anyway(deal: Deal, context: Context, *, item_id: UUID, by: UserId, reason: str, now: datetime) -> Change:
    """Open a waiting line without what it waits for; all else that waits for that goes on waiting."""
    item = startable(deal, context, item_id=item_id, by=by, now=now)
    why = said("why it cannot wait", reason, example="the crew is booked for Monday")
    held = waits_for(deal, item)
    # Remembered by key: when one of these ends, or is reopened later, nobody has to decide the same again.
    without = tuple(dict.fromkeys((*item.without, *(each.key for each in held))))
    started = begun(deal, replace(item, without=without), context, now)
    titles = tuple(each.title for each in held)
    event = ItemStartedAnyway(item.id, item.title, by, why, started.due, item.holder_id, titles)
    return Change(with_item(deal, started), (event,))


def startable(deal: Deal, context: Context, *, item_id: UUID, by: UserId, now: datetime) -> Item:
    """Return a waiting line that ``by`` may start; raise a refusal before anybody is asked for a reason in vain."""
    running(deal)
    item = item_of(deal, item_id)
    if item.status is not ItemStatus.WAITING:
        raise NotWaiting(item)
    # Not its holder's lead, nor whoever is asked to wait: only who answers for the whole weighs one part against it.
    allowed(by, f"start “{item.title}” anyway", *who(Act.START_ANYWAY, deal, context, now=now))
    return item
