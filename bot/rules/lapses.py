"""What should have happened by a moment and has not: the conditions under which a lapse is open.

Each condition says from when it holds; a lapse is open from that moment until its condition is gone.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.context import Context
from bot.model import Deal, DealStatus, Due, Item, ItemStatus, LapseKind, Step
from bot.rules.colleague_gone import colleagues_gone
from bot.rules.condition import Condition, afresh, all_afresh
from bot.rules.customer import customer_stale
from bot.rules.done_not_accepted import done_not_accepted
from bot.rules.owner_gone import has_left, owner_gone
from bot.rules.promise_at_risk import promise_at_risk
from bot.rules.requests import unanswered, was_promised
from bot.rules.silence import silence
from bot.rules.slipped_twice import slipped_twice
from bot.rules.steps import in_force, open_steps, who_acts
from bot.working_time import (
    add_working_days,
    add_working_hours,
    end_of_day,
    last_working_day,
    local_day,
    start_of_day,
)

DATED_WITHIN_DAYS = 10
"""A next step further away than this many working days does not count as a date."""

_GIVEN = (ItemStatus.DONE, ItemStatus.ACCEPTED)


def conditions(deal: Deal, context: Context, *, now: datetime) -> tuple[Condition, ...]:
    """Return every condition of an open deal, those that lie ahead too; a deal whose clocks stand has none."""
    if deal.status is not DealStatus.OPEN:
        return ()
    found = [*_owner_not_accepted(deal, context), *owner_gone(deal, context, now=now)]
    found.extend((*colleagues_gone(deal, context, now=now), *_nothing_dated(deal, context, now)))
    found.extend((*slipped_twice(deal, context, now=now), *promise_at_risk(deal, context, now=now)))
    found.extend(unanswered(deal, context))
    for step in open_steps(deal):
        found.extend(_step(step, context, now))
    for item in deal.items:
        # One that waits for others cannot be late; the delay is theirs.
        if item.status is ItemStatus.OPEN and item.due:
            found.extend(_item(item, item.due, context))
    found.extend(done_not_accepted(deal, context))
    asked = tuple(all_afresh(deal, found))
    quiet = tuple(silence(deal, context, asked, now=now))
    return (*asked, *quiet, *customer_stale(deal, context, quiet, now=now))


def _owner_not_accepted(deal: Deal, context: Context) -> Iterator[Condition]:
    whom = deal.asked_about_owner()
    if deal.offer and whom:
        hours = deal.ladder.lapses[LapseKind.OWNER_NOT_ACCEPTED].opens_after_hours
        # A decision settled it: whoever is asked once more has the whole time once more.
        asked_at = afresh(deal, LapseKind.OWNER_NOT_ACCEPTED, None, deal.offer.at)
        since = add_working_hours(context.calendar(whom), asked_at, hours)
        yield Condition(LapseKind.OWNER_NOT_ACCEPTED, None, since, whom, "who owns this deal")


def _nothing_dated(deal: Deal, context: Context, now: datetime) -> Iterator[Condition]:
    """Ask the owner for a next step, but not while somebody else is being asked to own the deal.

    The span begins when the last date went away: kept, moved out of sight, or passed.
    """
    # Who owns it comes first: whoever that will be, dates the next step.
    if deal.offer or deal.opened_at is None or has_left(context, deal.owner_id):
        return
    calendar = context.calendar(deal.owner_id)
    today = local_day(calendar.zone, now)
    last_day = add_working_days(calendar, today, DATED_WITHIN_DAYS)
    if any(local_day(calendar.zone, in_force(step).at) <= last_day for step in open_steps(deal)):
        return
    given = [item.proof_on for item in deal.items if item.proof_on and item.done_at and item.status in _GIVEN]
    dated = [end_of_day(calendar, day) for day in given if day <= last_day]
    # What was asked for and never taken on was no date: its end must not begin the span anew.
    ended = [step.ended_at for step in deal.steps if step.ended_at and was_promised(step)]
    moved = [slip.at for step in deal.steps for slip in step.slips]
    base = max(deal.owned_at or deal.opened_at, deal.opened_at, *ended, *moved, *dated)
    hours = deal.ladder.lapses[LapseKind.NOTHING_DATED].opens_after_hours
    since = add_working_hours(calendar, afresh(deal, LapseKind.NOTHING_DATED, None, base), hours)
    yield Condition(LapseKind.NOTHING_DATED, None, since, deal.owner_id, "the next step")


def _step(step: Step, context: Context, now: datetime) -> Iterator[Condition]:
    """Remind on the morning of the due day those who dated it before; once it is past, it is overdue instead."""
    due, who = in_force(step), who_acts(step)
    morning = start_of_day(context.calendar(who), local_day(due.zone, due.at))
    dated_at = max([step.made_at, *(slip.at for slip in step.slips)])
    if due == step.due and dated_at < morning < due.at and now < due.at:
        yield Condition(LapseKind.STEP_DUE, step.id, morning, who, step.what, due)
    yield Condition(LapseKind.STEP_OVERDUE, step.id, due.at, who, step.what, due)


def _item(item: Item, due: Due, context: Context) -> Iterator[Condition]:
    """Ask the holder on the due day; who got the item only that day is asked when it is due, not on the spot."""
    about = (item.holder_id, item.title, due, item.function, item.is_gate)
    calendar = context.calendar(item.holder_id)
    # A function may work on days on which its people are not spoken to: they hear of a Saturday's line on Friday.
    morning = start_of_day(calendar, last_working_day(calendar, local_day(due.zone, due.at)))
    is_early = item.opened_at is not None and item.opened_at < morning < due.at
    yield Condition(LapseKind.ITEM_DUE, item.id, morning if is_early else due.at, *about)
    yield Condition(LapseKind.ITEM_OVERDUE, item.id, due.at, *about)
