"""Putting off: whoever is asked may be asked again later, once more in private, and never for good."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.context import Context
from bot.events import Change, Event, Reminded, Snoozed
from bot.model import Deal, Due, Lapse, UserId
from bot.refusals import NothingToSnooze, NotLater, SnoozedTooLong
from bot.rules.asking import asked
from bot.rules.changing import LONGEST_TEXT, about, running, said
from bot.rules.condition import Condition
from bot.rules.lapses import conditions
from bot.rules.permissions import Act, Concerned, named
from bot.rules.quiet import spoken_at
from bot.working_time import add_working_days, end_of_day, local_day, next_working_day, start_of_day

Pair = tuple[Lapse, Condition]


def snooze(
    deal: Deal,
    context: Context,
    *,
    by: UserId,
    until: Due,
    reason: str,
    now: datetime,
    lapse_id: UUID | None = None,
) -> Change:
    """Put off what ``by`` is asked, all of it or one question, until they may be spoken to at that moment.

    Beyond the next working day it needs a reason. A decision cannot be put off: it has a deadline of its own.
    """
    running(deal)
    at = _moment(context, by, until, now)
    lapses = [each for each in _asked_of(deal, context, by, now) if lapse_id in (None, each.id)]
    if not lapses:
        raise NothingToSnooze(any(each.closed_at is None and each.decider_id == by for each in deal.lapses))
    why = reason.strip()[:LONGEST_TEXT]
    if not _is_soon(context, by, at, now):
        why = said("why it can wait", reason, example="the crane is booked for Thursday")
    latest = min((_latest(deal, context, by, each) for each in lapses), key=lambda each: each.at)
    if at > latest.at:
        raise SnoozedTooLong(latest)
    put_off = [each for each in lapses if each.snoozed_until != at]
    asleep = {each.id: replace(each, snoozed_until=at) for each in put_off}
    events = tuple(
        Snoozed(each.id, each.kind, about(deal, each), by, Due(at, context.calendar(by).zone), why) for each in put_off
    )
    changed = replace(deal, lapses=tuple(asleep.get(each.id, each) for each in deal.lapses))
    return Change(changed, events) if events else Change(deal)


def is_asleep(deal: Deal, lapse: Lapse) -> bool:
    """Tell whether the question, or another one about the same step or item, was put off and has not come again."""
    # First of all the question that hardly ever has an answer: each lapse asks this of all the others.
    asleep = (each for each in deal.lapses if each.snoozed_until and each.closed_at is None)
    return any(each.subject == lapse.subject and (each.id == lapse.id or lapse.subject) for each in asleep)


def remind(
    deal: Deal, pairs: Iterable[Pair], context: Context, *, now: datetime
) -> tuple[Deal, tuple[Event, ...], tuple[datetime, ...]]:
    """Ask again what was put off until now; return also the moments at which the rest comes again.

    The next word counts from here, so that nobody is asked in public who was just reminded.
    """
    events: list[Event] = []
    ahead: list[datetime] = []
    for lapse, condition in pairs:
        if lapse.snoozed_until is None:
            continue
        whom = asked(deal, context, condition.who, condition.function, now=now).whom
        at = spoken_at(context, whom, max(lapse.snoozed_until, now))
        if at > now:
            ahead.append(at)
            continue
        deal = replace(deal, lapses=tuple(_awake(each, lapse, now) for each in deal.lapses))
        events.append(Reminded(lapse.id, lapse.kind, condition.about, whom))
    return deal, tuple(events), tuple(ahead)


def _awake(each: Lapse, lapse: Lapse, now: datetime) -> Lapse:
    return replace(each, snoozed_until=None, told_at=now) if each.id == lapse.id else each


def _asked_of(deal: Deal, context: Context, by: UserId, now: datetime) -> list[Lapse]:
    """Return the open questions that people have read, that ``by`` must answer, and that nobody decides yet."""
    answers = {
        (each.kind, each.subject): asked(deal, context, each.who, each.function, now=now).whom
        for each in conditions(deal, context, now=now)
    }
    return [
        each
        for each in deal.lapses
        if each.closed_at is None
        and each.told_at
        and each.decider_id is None
        and (whom := answers.get((each.kind, each.subject)))
        and by in named(Act.SNOOZE, deal, Concerned((whom,)))
    ]


def _moment(context: Context, by: UserId, until: Due, now: datetime) -> datetime:
    """Return when to ask again: who says a day means its morning."""
    at = start_of_day(context.calendar(by), until.on) if until.on else until.at
    if at <= now:
        raise NotLater(until)
    return spoken_at(context, by, at)


def _is_soon(context: Context, by: UserId, at: datetime, now: datetime) -> bool:
    calendar = context.calendar(by)
    tomorrow = next_working_day(calendar, local_day(calendar.zone, now))
    return at <= end_of_day(calendar, tomorrow) + timedelta(hours=1)


def _latest(deal: Deal, context: Context, by: UserId, lapse: Lapse) -> Due:
    """Return until when this question can be put off, however often: it counts from when it was opened."""
    calendar = context.calendar(by)
    day = add_working_days(calendar, local_day(calendar.zone, lapse.opened_at), deal.ladder.longest_snooze_days)
    return Due(end_of_day(calendar, day), calendar.zone, day)
