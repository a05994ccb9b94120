"""What clocks on the wall show around a change of clocks, quarter by quarter: an account that shares no line with Baton."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, pairwise
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
QUARTER, DAY, WEEK = timedelta(minutes=15), timedelta(days=1), timedelta(days=7)
"""No zone of these years has clocks that differ from others, or change, by less than a quarter of an hour."""
BEFORE, AFTER = 2, 6
"""So many days on each side of a change are looked at: whoever stops on its eve works again within them."""
STEPS = tuple(n * QUARTER for n in range(4 * 24 * (BEFORE + AFTER)))


@cache
def zones() -> tuple[str, ...]:
    """Return every zone there is, by each of its names: Baton gets whichever of them a profile in Slack has."""
    return tuple(sorted(available_timezones()))


def offsets(zone: str, every: timedelta) -> Iterator[tuple[datetime, timedelta | None]]:
    """Yield how far a zone is from UTC, at midnights of UTC so far apart."""
    there, at = ZoneInfo(zone), datetime.combine(FIRST - DAY, time(0), UTC)
    while at.date() <= LAST:
        yield at, at.astimezone(there).utcoffset()
        at += every


def changes(zone: str) -> tuple[date, ...]:
    """Return the local days on which a zone's clocks change: looked for by weeks, since none changes twice in one."""
    found = [
        _changed(zone, at, before) for (at, before), (_, after) in pairwise(offsets(zone, WEEK)) if before != after
    ]
    return tuple(day for day in found if FIRST <= day <= LAST)


def _changed(zone: str, since: datetime, was: timedelta | None) -> date:
    """Return the day that the wall would have shown at the change, had there been none: people name it by that day."""
    there = ZoneInfo(zone)
    quarters = (since + n * QUARTER for n in range(4 * 24 * 7 + 1))
    at = next(each for each in quarters if each.astimezone(there).utcoffset() != was)
    return ((at - QUARTER).astimezone(there) + QUARTER).date()


@dataclass(frozen=True, slots=True)
class Wall:
    """Some days on one zone's wall: each quarter's moment, its local date, and its minute of the day."""

    moments: list[datetime]
    dates: list[date]
    minutes: list[int]

    @classmethod
    def around(cls, zone: str, day: date) -> Self:
        """Look at the wall from some days before to some days after."""
        there, begins = ZoneInfo(zone), datetime.combine(day - BEFORE * DAY, time(0), UTC)
        moments = [begins + step for step in STEPS]
        shown = [each.astimezone(there) for each in moments]
        return cls(moments, [each.date() for each in shown], [60 * each.hour + each.minute for each in shown])

    def shift(self, opens: int, closes: int, weekdays: frozenset[int], off: frozenset[date] = frozenset()) -> "Shift":
        """Count the quarters in which somebody works who has these minutes of the day, weekdays and days off."""
        days = {day for day in set(self.dates) if day.weekday() in weekdays and day not in off}
        is_worked = [
            opens <= minute < closes and day in days for day, minute in zip(self.dates, self.minutes, strict=True)
        ]
        return Shift(self, is_worked, [0, *accumulate(is_worked)])


@dataclass(frozen=True, slots=True)
class Shift:
    """Which quarters of a wall are worked, and how many are before each."""

    wall: Wall
    is_worked: list[bool]
    worked_before: list[int]

    def next(self, n: int) -> int:
        """Return the first worked quarter from that one on."""
        return self.is_worked.index(True, n)

    def after(self, n: int, quarters: int) -> datetime:
        """Return the end of the last of so many worked quarters, counted from that one on."""
        last = bisect_left(self.worked_before, self.worked_before[n] + quarters) - 1
        return self.wall.moments[last] + QUARTER

    def between(self, n: int, m: int) -> int:
        """Count the worked quarters from one until just before another."""
        return self.worked_before[m] - self.worked_before[n]

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Return when work begins and ends on a day."""
        worked = [n for n, each in enumerate(self.wall.dates) if each == day and self.is_worked[n]]
        return self.wall.moments[worked[0]], self.wall.moments[worked[-1]] + QUARTER
