"""How a script lets time pass: half hour by half hour over the day, faster in the evening, in leaps over the nights."""

from collections.abc import Iterator
from datetime import datetime, timedelta

AWAKE = range(5, 24)
"""The hours of the day, in UTC, in which somebody somewhere may be at work."""
EVENING = 17
WEEKEND = (5, 6)
HALF_HOUR = timedelta(minutes=30)


def stops(now: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the moments to stop at, the last of them ``until`` itself; nothing when that is past."""
    while now < until:
        now = min(until, _next(now))
        yield now


def _next(now: datetime) -> datetime:
    step = now.replace(minute=0, second=0, microsecond=0)
    while step <= now or not _is_stop(step):
        step += HALF_HOUR
    return step


def _is_stop(at: datetime) -> bool:
    return at.weekday() not in WEEKEND and at.hour in AWAKE and (at.hour < EVENING or at.minute == 0)
