"""Judge what an audit reads: what should have been asked, told or escalated by now, and was not.

Counts by no calendar, on purpose: a mistake there must not hide itself. Working time is given more days than it can take
for whoever works least in the workspace, so what is found here is late by every calendar.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil

from bot.ladder import DAY, rungs_for
from bot.model import LapseKind, Week
from bot.playbook import Rung
from bot.watching import NO_TIME, Commitment, Evidence, Fault, Finding, Limits, Offering, Pace, Silence, Standstill

LONGEST_BREAK = timedelta(days=5)
"""A weekend with two holidays beside it, and the morning after it."""
A_WEEK, FULL_WEEK = timedelta(days=7), 5
RARE_DAY = timedelta(days=3)
OVER_A_WEEKEND = timedelta(days=3)
LIMITS = Limits()


def findings(evidence: Evidence, *, now: datetime, limits: Limits = LIMITS) -> tuple[Finding, ...]:
    """Return everything in one workspace that should not be, the longest standing first."""
    found = [
        *evidence.plain,
        *_unasked(evidence.commitments, evidence.pace, now, limits),
        *_not_escalated(evidence.offerings, evidence.pace, now),
        *_standing_still(evidence.standstills, evidence.pace, now, limits),
        *_forgotten(evidence.silences, evidence.pace, now, limits),
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.fault, each.about)))


def _unasked(commitments: Sequence[Commitment], pace: Pace, now: datetime, limits: Limits) -> Iterator[Finding]:
    """Find what is overdue while no lapse is open, or while the lapse's first rung does not fire."""
    for each in commitments:
        if each.opened_at is None:
            is_late = now - each.due_at > limits.look
        else:
            rungs = each.ladder.lapses[each.kind].rungs
            # A lapse counts as open since the due moment, however late it was seen: after a hold, or a long standstill.
            since = max(each.opened_at, each.changed_at)
            is_late = bool(rungs) and now - since > at_the_latest(rungs[0].after_hours, pace)
        if is_late:
            yield Finding(Fault.UNASKED, str(each.deal_id), each.due_at)


def _not_escalated(offerings: Sequence[Offering], pace: Pace, now: datetime) -> Iterator[Finding]:
    for each in offerings:
        since = max(filter(None, (each.offered_at, each.settled_at)))
        hours = each.ladder.lapses[LapseKind.OWNER_NOT_ACCEPTED].opens_after_hours
        if now - since > at_the_latest(hours, pace):
            yield Finding(Fault.UNESCALATED, str(each.deal_id), since)


def _standing_still(standstills: Sequence[Standstill], pace: Pace, now: datetime, limits: Limits) -> Iterator[Finding]:
    """Find nudges that neither reached Slack nor will, and ladders that do not go on after one that did."""
    for each in standstills:
        if each.told_at is None:
            if not each.is_awaited and now - each.fired_at > limits.told:
                yield Finding(Fault.UNTOLD, str(each.deal_id), each.fired_at)
        elif (following := _next_rung(each)) and now - each.told_at > at_the_latest(following.after_hours, pace):
            yield Finding(Fault.UNESCALATED, str(each.deal_id), each.told_at)


def _next_rung(standstill: Standstill) -> Rung | None:
    rungs = rungs_for(standstill.ladder, standstill.kind).rungs
    climbed = [rung for rung in rungs if standstill.is_gate or not rung.gates_only]
    return climbed[standstill.rung] if standstill.rung < len(climbed) else None


def _forgotten(silences: Sequence[Silence], pace: Pace, now: datetime, limits: Limits) -> Iterator[Finding]:
    for each in silences:
        hours = each.ladder.lapses[LapseKind.NOTHING_DATED].opens_after_hours
        if now - each.changed_at > limits.silence + at_the_latest(hours, pace):
            yield Finding(Fault.FORGOTTEN, str(each.deal_id), each.changed_at)


def at_the_latest(working_hours: float, pace: Pace = Pace()) -> timedelta:  # noqa: B008 - frozen
    """Return a span in which so much working time has passed in every calendar, and a working morning has come."""
    days = ceil(working_hours / pace.hours)
    # Who works on few days of a week loses more by a holiday on one of them.
    return days * A_WEEK / pace.days + LONGEST_BREAK + (FULL_WEEK - pace.days) * RARE_DAY + pace.closed


def slowest(weeks: Iterable[Week], calendars: Iterable[Iterable[date]]) -> Pace:
    """Return the pace of those who work least, each figure for itself; ``calendars`` are days off, a set for each region."""
    known = list(weeks)
    minutes = [_minutes(each.closes) - _minutes(each.opens) for each in known]
    closures = [_longest_closure(sorted(each)) for each in calendars]
    return Pace(
        min([DAY, *(each / 60 for each in minutes)]),
        min([FULL_WEEK, *(len(each.days) for each in known)]),
        max(closures, default=NO_TIME),
    )


def _longest_closure(days: Sequence[date]) -> timedelta:
    """Return the longest span of days off with no more than a weekend between two; a short one is a break like any."""
    longest = NO_TIME
    begun = None
    for day, following in pairwise([*days, date.max]):
        begun = begun or day
        if following - day > OVER_A_WEEKEND:
            longest, begun = max(longest, day - begun), None
    return longest


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
