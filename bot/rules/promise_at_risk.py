"""A promise at risk: what must still be done before the promised date takes longer than the working days that are left.

What must be done are the gates and all that they wait for. Counted backwards from the promised date, the plan gives each
open line of such a chain a last day; that day, or a date in force beyond it, is what puts the promise at risk. Where the
register has a promise for an earlier day, that day counts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.context import Context
from bot.model import Deal, Lapse, LapseKind
from bot.promises import PromiseStatus, RegisteredPromise
from bot.rules.chains import Link, chains
from bot.rules.changing import ABOUT
from bot.rules.condition import Condition
from bot.rules.forecast import back, ended_on, last_days, ready_on
from bot.rules.spans import Spans, spans
from bot.working_time import (
    Calendar,
    add_working_days,
    local_day,
    next_working_day,
    start_of_day,
    working_days_between,
)

KIND = LapseKind.PROMISE_AT_RISK
LOOKED_AT_DAYS = 10
"""So many working days before the promised date, a gate that is late or has no date is a risk although the plan fits."""
SETTLED_FOR_DAYS = 5
"""Working days for which a decision about the promise holds: whoever said "go on" is not asked again at once."""


def promise_at_risk(deal: Deal, context: Context, *, now: datetime) -> Iterator[Condition]:
    """Ask the owner from the day on which the plan does not fit any more."""
    calendar = context.calendar(deal.owner_id)
    promised = promised_for(deal, today=local_day(calendar.zone, now))
    if promised is None or deal.opened_at is None or KIND not in deal.ladder.lapses:
        return
    dated = _open_since(deal) or now
    calendars = spans(deal, context)
    moments = [_at_risk_from(chain, promised, calendar, calendars, dated) for chain in chains(deal)]
    if not moments:
        return
    since = max([min(moments), deal.opened_at, *_settled_until(deal, calendar)])
    # The figures are counted once they are to be said: a promise may lie years ahead.
    about = _about(deal, calendar, calendars, promised, now) if since <= now else ABOUT[KIND]
    yield Condition(KIND, None, since, deal.owner_id, about)


def promised_for(deal: Deal, *, today: date) -> date | None:
    """Return the day that the plan must keep: the promised date, or that of a promise which comes before it."""
    first, own = first_promise(deal, today=today), deal.facts.promised_on
    return first.due_on if first else own


def first_promise(deal: Deal, *, today: date) -> RegisteredPromise | None:
    """Return the promise that comes first, where its day lies before the deal's own; None: there is no such."""
    own = deal.facts.promised_on or date.max
    # Once its day is over it was kept or it was not: what lies ahead is what can be at risk.
    counted = deal.register.having(PromiseStatus.TOLD, PromiseStatus.ACCEPTED)
    ahead = [each for each in counted if each.due_on and today <= each.due_on < own]
    return min(ahead, key=lambda each: each.due_on or own, default=None)


def most_pressing(deal: Deal, calendar: Calendar, calendars: Spans, *, now: datetime) -> tuple[Link, ...]:
    """Return the chain that endangers the promise first, of those that do already what ends last; empty: nothing does.

    ``calendar`` is the owner's, who is asked; ``calendars`` are those that the lines are counted in.
    """
    today, found = local_day(calendar.zone, now), chains(deal)
    promised = promised_for(deal, today=today)
    if promised is None:
        return found[0] if found else ()

    def pressing(chain: Sequence[Link]) -> tuple[datetime, int]:
        # A short chain behind a late date ends after a long one that begins today: the later end is the forecast.
        ends = ended_on(chain, calendars, today=today)
        return max(now, _at_risk_from(chain, promised, calendar, calendars, now)), -ends.toordinal()

    return min(found, key=pressing, default=())


def _about(deal: Deal, calendar: Calendar, calendars: Spans, promised: date, now: datetime) -> str:
    """Say when it will be ready at this pace, and why: how long the plan takes, and how long there is."""
    today, chain = local_day(calendar.zone, now), most_pressing(deal, calendar, calendars, now=now)
    # Said in words here and not where it is shown: only the rule knows everybody's days off.
    ready = ready_on(chain, calendars, today=today)
    # Both figures in the owner's days, or a crew's Saturdays would make the longer one of two that are equal.
    needed = _days(working_days_between(calendar, today, ended_on(chain, calendars, today=today)))
    left = max(0, working_days_between(calendar, today, promised))
    return f"{ABOUT[KIND]}: ready on {ready:%a} {ready.day} {ready:%b %Y} at this pace, {needed} of work planned, {left} left"


def _days(n: int) -> str:
    return f"{n} working {'day' if n == 1 else 'days'}"


def _at_risk_from(
    chain: Sequence[Link], promised: date, calendar: Calendar, calendars: Spans, dated: datetime
) -> datetime:
    """Return from when a chain endangers the promise; ``dated`` where a date in force does so already."""
    due, lasts = chain[0].item.due, last_days(chain, calendars, promised)
    known = [link.day(calendars(link.item)) for link in chain]
    if any(day > last for day, last in zip(known, lasts, strict=True) if day):
        return dated
    # Which day is too late is a matter of the work; at which hour the owner hears of it is one of theirs.
    too_late = start_of_day(calendar, next_working_day(calendars(chain[0].item), lasts[0]))
    looked_at = start_of_day(calendar, back(calendar, promised, LOOKED_AT_DAYS))
    return min(too_late, max(looked_at, due.at) if due else looked_at)


def _open_since(deal: Deal) -> datetime | None:
    """Return since when it is known already: a date that was moved says nothing of when."""
    return next((each.opened_at for each in deal.lapses if each.kind is KIND and each.closed_at is None), None)


def _settled_until(deal: Deal, calendar: Calendar) -> Iterator[datetime]:
    for lapse in deal.lapses:
        if lapse.kind is KIND and lapse.closed_at and _was_decided(deal, lapse):
            # Whoever decided knew nothing of what was reopened since: that is news, and asks at once.
            if any(each.reopened and each.reopened.at > lapse.closed_at for each in deal.items):
                continue
            day = add_working_days(calendar, local_day(calendar.zone, lapse.closed_at), SETTLED_FOR_DAYS)
            yield start_of_day(calendar, day)


def _was_decided(deal: Deal, lapse: Lapse) -> bool:
    return any(rung.asks_decision for rung in deal.ladder.lapses[KIND].rungs[: lapse.rung])
