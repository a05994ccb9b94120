"""Judge what an audit reads: what should have been asked, told or escalated by now, and was not.

Knows nothing of calendars, on purpose: a mistake there must not hide itself. Working time is given more days than it can
take anywhere, so what is found here is late by every calendar.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import ceil

from bot.ladder import DAY
from bot.model import LapseKind
from bot.playbook import Rung
from bot.watching import Commitment, Evidence, Fault, Finding, Limits, Offering, Silence, Standstill

LONGEST_BREAK = timedelta(days=5)
"""A weekend with two holidays beside it, and the morning after it."""
WEEK_PER_WORKING_DAYS = timedelta(days=7) / 5
LIMITS = Limits()


def findings(evidence: Evidence, *, now: datetime, limits: Limits = LIMITS) -> tuple[Finding, ...]:
    """Return everything in one workspace that should not be, the longest standing first."""
    found = [
        *evidence.plain,
        *_unasked(evidence.commitments, now, limits),
        *_not_escalated(evidence.offerings, now),
        *_standing_still(evidence.standstills, now, limits),
        *_forgotten(evidence.silences, now, limits),
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.fault, each.about)))


def _unasked(commitments: Sequence[Commitment], now: datetime, limits: Limits) -> Iterator[Finding]:
    """Find what is overdue while no lapse is open, or while the lapse's first rung does not fire."""
    for each in commitments:
        if each.opened_at is None:
            is_late = now - each.due_at > limits.look
        else:
            rungs = each.ladder.lapses[each.kind].rungs
            # A lapse counts as open since the due moment, however late it was seen: after a hold, or a long standstill.
            since = max(each.opened_at, each.changed_at)
            is_late = bool(rungs) and now - since > at_the_latest(rungs[0].after_hours)
        if is_late:
            yield Finding(Fault.UNASKED, str(each.deal_id), each.due_at)


def _not_escalated(offerings: Sequence[Offering], now: datetime) -> Iterator[Finding]:
    for each in offerings:
        since = max(filter(None, (each.offered_at, each.settled_at)))
        hours = each.ladder.lapses[LapseKind.OWNER_NOT_ACCEPTED].opens_after_hours
        if now - since > at_the_latest(hours):
            yield Finding(Fault.UNESCALATED, str(each.deal_id), since)


def _standing_still(standstills: Sequence[Standstill], now: datetime, limits: Limits) -> Iterator[Finding]:
    """Find nudges that neither reached Slack nor will, and ladders that do not go on after one that did."""
    for each in standstills:
        if each.told_at is None:
            if not each.is_awaited and now - each.fired_at > limits.told:
                yield Finding(Fault.UNTOLD, str(each.deal_id), each.fired_at)
        elif (following := _next_rung(each)) and now - each.told_at > at_the_latest(following.after_hours):
            yield Finding(Fault.UNESCALATED, str(each.deal_id), each.told_at)


def _next_rung(standstill: Standstill) -> Rung | None:
    rungs = standstill.ladder.lapses[standstill.kind].rungs
    climbed = [rung for rung in rungs if standstill.is_gate or not rung.gates_only]
    return climbed[standstill.rung] if standstill.rung < len(climbed) else None


def _forgotten(silences: Sequence[Silence], now: datetime, limits: Limits) -> Iterator[Finding]:
    for each in silences:
        hours = each.ladder.lapses[LapseKind.NOTHING_DATED].opens_after_hours
        if now - each.changed_at > limits.silence + at_the_latest(hours):
            yield Finding(Fault.FORGOTTEN, str(each.deal_id), each.changed_at)


def at_the_latest(working_hours: float) -> timedelta:
    """Return a span in which so much working time has passed in every calendar, and a working morning has come."""
    return ceil(working_hours / DAY) * WEEK_PER_WORKING_DAYS + LONGEST_BREAK
