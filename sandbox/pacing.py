"""How a script lets time pass: half hour by half hour while people are awake, in one leap over nights and weekends."""

from collections.abc import Iterator
from datetime import datetime, timedelta

AWAKE = range(5, 24)
"""The hours of the day, in UTC, in which somebody somewhere may be at work."""
WEEKEND = (5, 6)
HALF_HOUR = timedelta(minutes=30)


def stops(now: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the moments to stop at, the last of them ``until`` itself; nothing when that is past."""
    while now < until:
        now = min(until, _next(now))
        yield now


def _next(now: datetime) -> datetime:
    step = now.replace(minute=0, second=0, microsecond=0)
    while step <= now:
        step += HALF_HOUR
    while step.hour not in AWAKE or step.weekday() in WEEKEND:
        step += HALF_HOUR
    return step
