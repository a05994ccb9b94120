"""What should have happened by a moment and has not: the conditions under which a lapse is open.

Each condition says from when it holds; a lapse is open from that moment until its condition is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from bot.context import Context
from bot.model import Deal, DealStatus, Due, Item, ItemStatus, Lapse, LapseId, LapseKind, Step, UserId
from bot.rules.steps import in_force, open_steps
from bot.working_time import add_working_days, add_working_hours, end_of_day, local_day, start_of_day

DATED_WITHIN_DAYS = 10
"""A next step further away than this many working days does not count as a date."""


@dataclass(frozen=True, slots=True)
class Condition:
    """From ``since`` on, ``who`` must act on ``about``. ``due`` is the moment that was meant, where there is one."""

    kind: LapseKind
    subject: UUID | None
    since: datetime
    who: UserId
    about: str
    due: Due | None = None
    function: str | None = None
    is_gate: bool = False

    def lapse(self, deal: Deal) -> Lapse:
        """Return the lapse that opens; its id is the same however often the same condition is found."""
        name = f"lapse:{self.kind}:{self.subject}:{self.since.isoformat()}"
        return Lapse(LapseId(uuid5(deal.id, name)), self.kind, self.subject, self.since)


def conditions(deal: Deal, context: Context, *, now: datetime) -> tuple[Condition, ...]:
    """Return every condition of an open deal, those that lie ahead too; a deal whose clocks stand has none."""
    if deal.status is not DealStatus.OPEN:
        return ()
    found = [*_owner_not_accepted(deal, context), *_nothing_dated(deal, context, now)]
    for step in open_steps(deal):
        found.extend(_step(step, context))
    for item in deal.items:
        if item.status is ItemStatus.OPEN and item.due:
            found.extend(_item(item, item.due, context))
    return tuple(found)


def _owner_not_accepted(deal: Deal, context: Context) -> Iterator[Condition]:
    if deal.offer:
        hours = deal.ladder.lapses[LapseKind.OWNER_NOT_ACCEPTED].opens_after_hours
        since = add_working_hours(context.calendar(deal.offer.to), deal.offer.at, hours)
        yield Condition(LapseKind.OWNER_NOT_ACCEPTED, None, since, deal.offer.to, "who owns this deal")


def _nothing_dated(deal: Deal, context: Context, now: datetime) -> Iterator[Condition]:
    """Ask the owner for a next step, but not while somebody else is being asked to own the deal."""
    if deal.offer or deal.opened_at is None:
        return
    calendar = context.calendar(deal.owner_id)
    today = local_day(calendar.zone, now)
    last_day = add_working_days(calendar, today, DATED_WITHIN_DAYS)
    if any(local_day(calendar.zone, in_force(step).at) <= last_day for step in open_steps(deal)):
        return
    given = [end_of_day(calendar, item.proof_on) for item in deal.items if item.proof_on]
    if any(today <= local_day(calendar.zone, at) <= last_day for at in given):
        return
    ended = [step.ended_at for step in deal.steps if step.ended_at]
    passed = [at for at in given if at <= now]
    base = max(deal.owned_at or deal.opened_at, deal.opened_at, *ended, *passed)
    hours = deal.ladder.lapses[LapseKind.NOTHING_DATED].opens_after_hours
    since = add_working_hours(calendar, base, hours)
    yield Condition(LapseKind.NOTHING_DATED, None, since, deal.owner_id, "the next step")


def _step(step: Step, context: Context) -> Iterator[Condition]:
    due = in_force(step)
    morning = start_of_day(context.calendar(step.by), local_day(due.zone, due.at))
    if step.made_at < morning < due.at and not step.parked:
        yield Condition(LapseKind.STEP_DUE, step.id, morning, step.by, step.what, due)
    yield Condition(LapseKind.STEP_OVERDUE, step.id, due.at, step.by, step.what, due)


def _item(item: Item, due: Due, context: Context) -> Iterator[Condition]:
    overdue = Condition(
        LapseKind.ITEM_OVERDUE, item.id, due.at, item.holder_id, item.title, due, item.function, item.is_gate
    )
    morning = start_of_day(context.calendar(item.holder_id), local_day(due.zone, due.at))
    if item.opened_at and item.opened_at < morning < due.at:
        yield replace(overdue, kind=LapseKind.ITEM_DUE, since=morning)
    yield overdue
