"""What had ended is opened again: the gates behind it close, and its due moment is a new clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change
from bot.gate_events import ItemReopened, ItemWaitsAgain
from bot.model import Deal, Due, Item, ItemStatus, UserId
from bot.playbook import Anchor
from bot.refusals import NotEnded, NotLater
from bot.reopened import Behind, Reopened
from bot.rules.changing import allowed, item_of, running, said, with_item
from bot.rules.items import by_hand, counted_from, is_settled, waits_for
from bot.rules.permissions import Act, Concerned, who
from bot.rules.spans import span
from bot.working_time import Calendar

ENDED = (ItemStatus.DONE, ItemStatus.ACCEPTED)


def reopen(
    deal: Deal, context: Context, *, item_id: UUID, by: UserId, reason: str, now: datetime, due: Due | None = None
) -> Change:
    """Open a line again that had ended, with a reason; ``due``: by when it can be done anew, where that is known."""
    item = reopenable(deal, context, item_id=item_id, by=by, now=now)
    if due and due.at <= now:
        raise NotLater(due)
    return opened_again(deal, context, item, by=by, reason=reason, due=due, now=now)


def reopenable(deal: Deal, context: Context, *, item_id: UUID, by: UserId, now: datetime) -> Item:
    """Return a line that ``by`` may reopen now; raise a refusal before anybody is asked for a reason in vain."""
    running(deal)
    item = by_hand(item_of(deal, item_id))
    if item.status not in ENDED:
        raise NotEnded(item)
    allowed(by, f"reopen “{item.title}”", *may_reopen(deal, context, item, now=now))
    return item


def opened_again(
    deal: Deal, context: Context, item: Item, *, by: UserId, reason: str, now: datetime, due: Due | None = None
) -> Change:
    """Open a line again whoever found out; what is not finished behind it waits again, what had ended there stands.

    Nothing that somebody accepted is undone without them: they are told, and reopen it where it does not hold any more.
    """
    why = said("why it is reopened", reason, example="the permit was rejected")
    # Of two lines in a row that are both reopened, the second waits for the first, whichever was reopened first.
    is_held = bool(waits_for(deal, item))
    opened = replace(
        item,
        status=ItemStatus.WAITING if is_held else ItemStatus.OPEN,
        due=None if is_held else due or _new_clock(item, span(deal, context, item), now),
        opened_at=now,
        accepted_at=None,
        accepted_by_id=None,
        sent_back=None,
        reopened=Reopened(by, now, why),
        generation=item.generation + 1,
    )
    deal = with_item(deal, opened)
    closed = tuple(each for each in deal.items if _is_held_up(deal, each, opened))
    for each in closed:
        waiting = replace(each, status=ItemStatus.WAITING, due=None, generation=each.generation + 1)
        deal = with_item(deal, waiting)
    event = ItemReopened(
        item.id,
        item.title,
        by,
        why,
        opened.due,
        item.holder_id,
        item.status,
        item.accepted_by_id,
        waiting=tuple(Behind(each.title, each.holder_id) for each in closed),
        standing=tuple(Behind(each.title, who) for each, who in _standing(deal, opened)),
    )
    again = (ItemWaitsAgain(each.id, each.title, each.holder_id, item.title, each.status) for each in closed)
    return Change(deal, (event, *again))


def may_reopen(deal: Deal, context: Context, item: Item, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may open a line again: it was theirs who gave it and who received it, and both sides have a lead."""
    sides = (item.function, item.accepted_by) if item.accepted_by else (item.function,)
    gave = (item.holder_id, item.done_by, item.accepted_by_id if item.accepted_by else None)
    leads = tuple(deal.lead(side) for side in sides)
    concerned = Concerned(tuple(each for each in gave if each), leads, function=item.function)
    return who(Act.REOPEN_ITEM, deal, context, concerned, now=now)


def _is_held_up(deal: Deal, item: Item, by: Item) -> bool:
    # What was done and not accepted yet waits, too: who gave it sees once more whether it still is what was asked for.
    is_going = item.status is not ItemStatus.WAITING and not is_settled(item)
    return is_going and by in waits_for(deal, item)


def _standing(deal: Deal, item: Item) -> Iterator[tuple[Item, UserId]]:
    """Return what had ended behind a line, next to it or further on, with who accepted it, or did it."""
    behind: set[str] = set()
    wider = {item.key}
    while wider != behind:
        behind = wider
        wider = behind | {each.key for each in deal.items if behind & ({*each.waits_for} - {*each.without})}
    for each in deal.items:
        if each.key in behind and is_settled(each):
            yield each, each.accepted_by_id or each.done_by or each.holder_id


def _new_clock(item: Item, calendar: Calendar, now: datetime) -> Due | None:
    """Give a line as many working days as the playbook does, from today; a later date in force stays."""
    rule = item.due_rule
    # Days that count back from the promise say nothing of how long the work takes: then it is the next working day.
    days = rule.days if rule and rule.anchor != Anchor.PROMISED else 1
    anew = counted_from(calendar, now, days) if rule or item.due else None
    return max(filter(None, (item.due, anew)), key=lambda each: each.at, default=None)
