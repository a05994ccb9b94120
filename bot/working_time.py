"""Working time: which moments are working hours somewhere, and how to count in them. Civil dates, never local sums."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from zoneinfo import ZoneInfo

from bot.model import Due

ONE_DAY = timedelta(days=1)
NOON = time(12)
SEARCHED_DAYS = 400
"""A calendar without a working day for so long is a mistake in it, not a long weekend."""
MOST_WORKING_DAYS = 10_000
MOST_WORKING_HOURS = 100_000


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works: hours of the wall clock in ``zone`` on some weekdays (0 = Monday), except on holidays.

    Closing is the first moment that is not worked. Raises ValueError for a calendar that cannot be meant.
    """

    zone: str
    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        _zone(self.zone)
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("Working days are some of 0 (Monday) to 6 (Sunday), for example 0, 1, 2, 3, 4.")
        if self.opens >= self.closes:
            raise ValueError(
                f"Work opens at {self.opens:%H:%M} and closes at {self.closes:%H:%M}; "
                "it must open before it closes, for example 09:00 and 17:00."
            )


@lru_cache(maxsize=16_384)
def at_local(zone: str, day: date, clock: time) -> datetime:
    """Return the UTC moment at which the wall clock of ``zone`` shows ``clock`` on ``day``.

    A wall time that a change of clocks skips moves forward by what was skipped; of one shown twice it is the first.
    """
    wall = datetime.combine(day, clock.replace(fold=0), tzinfo=_zone(zone))
    try:
        return wall.astimezone(UTC)
    except OverflowError as error:
        raise _beyond_years(day) from error


def local_day(zone: str, at: datetime) -> date:
    """Return the date on the wall in ``zone`` at that moment."""
    if at.tzinfo is None:
        raise ValueError("This moment has no time zone; Baton's moments are aware.")
    return at.astimezone(_zone(zone)).date()


def is_working_day(calendar: Calendar, day: date) -> bool:
    return day.weekday() in calendar.days and day not in calendar.holidays and _exists(calendar.zone, day)


def is_working_moment(calendar: Calendar, at: datetime) -> bool:
    day = local_day(calendar.zone, at)
    return is_working_day(calendar, day) and start_of_day(calendar, day) <= at < end_of_day(calendar, day)


def next_working_moment(calendar: Calendar, at: datetime) -> datetime:
    """Return ``at`` itself inside working hours, else the next opening."""
    return next(max(at, opening) for opening, closing in _spans(calendar, at) if at < closing)


def add_working_hours(calendar: Calendar, at: datetime, hours: float) -> datetime:
    """Return the moment when ``hours`` of working time have passed since ``at``.

    It lies inside working hours or at a closing: eight hours from an opening end at that day's closing.
    """
    if not isfinite(hours) or not 0 <= hours <= MOST_WORKING_HOURS:
        raise ValueError(f"{hours} working hours cannot be added; 0 to {MOST_WORKING_HOURS} can.")
    left = timedelta(hours=hours)
    spans = _spans(calendar, at)
    opening, closing = next(spans)
    while max(at, opening) + left > closing:
        left -= closing - max(at, opening)
        opening, closing = next(spans)
    return max(at, opening) + left


def working_hours_between(calendar: Calendar, a: datetime, b: datetime) -> float:
    """Return how many working hours lie between two moments; none where the second is not the later one."""
    passed = timedelta()
    if b <= a:
        return 0.0
    for opening, closing in _spans(calendar, a):
        if opening >= b:
            break
        passed += max(min(closing, b) - max(opening, a), timedelta())
    return passed / timedelta(hours=1)


def add_working_days(calendar: Calendar, day: date, n: int) -> date:
    """Return the ``n``-th working day after ``day`` (negative: before it).

    Zero means that day, or the next working day where it is not one. ``day`` itself is never counted, so one working
    day after a Saturday is Monday.
    """
    if abs(n) > MOST_WORKING_DAYS:
        raise ValueError(f"{n} working days cannot be added; {MOST_WORKING_DAYS} at most can.")
    if n == 0:
        return day if is_working_day(calendar, day) else next_working_day(calendar, day)
    for _ in range(abs(n)):
        day = _neighbour(calendar, day, ONE_DAY if n > 0 else -ONE_DAY)
    return day


def worked(calendar: Calendar) -> Calendar:
    """Return the calendar; raise ValueError where its days off leave no working day for so long that nothing can be counted."""
    for day in sorted(calendar.holidays):
        next_working_day(calendar, day)
    return calendar


def next_working_day(calendar: Calendar, day: date) -> date:
    """Return the first working day strictly later than ``day``."""
    return _neighbour(calendar, day, ONE_DAY)


def last_working_day(calendar: Calendar, day: date) -> date:
    """Return that day, or the last working day before it where it is none."""
    return day if is_working_day(calendar, day) else _neighbour(calendar, day, -ONE_DAY)


def start_of_day(calendar: Calendar, day: date) -> datetime:
    """Return the moment of opening on that date, worked or not."""
    return at_local(calendar.zone, day, calendar.opens)


def end_of_day(calendar: Calendar, day: date) -> datetime:
    """Return the moment of closing on that date, worked or not; never before its opening."""
    return max(at_local(calendar.zone, day, calendar.closes), start_of_day(calendar, day))


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Count the working days from ``a`` to ``b``: after ``a``, up to and including ``b``.

    Where ``b`` is earlier the count is negative: before ``a``, down to and including ``b``. So it undoes
    ``add_working_days``.
    """
    sign = 1 if b >= a else -1
    days = (a + sign * k * ONE_DAY for k in range(1, abs((b - a).days) + 1))
    return sign * sum(is_working_day(calendar, day) for day in days)


def whole_day(calendar: Calendar, day: date) -> Due:
    """Return what a date means as a due moment: the end of that day's working hours."""
    return Due(end_of_day(calendar, day), calendar.zone, day)


def _spans(calendar: Calendar, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield opening and closing of one working day after the other, from the first that closes at ``at`` or later."""
    day = local_day(calendar.zone, at)
    if is_working_day(calendar, day) and end_of_day(calendar, day) >= at:
        yield start_of_day(calendar, day), end_of_day(calendar, day)
    while True:
        day = next_working_day(calendar, day)
        yield start_of_day(calendar, day), end_of_day(calendar, day)


def _neighbour(calendar: Calendar, day: date, stride: timedelta) -> date:
    try:
        nearby = (day + k * stride for k in range(1, SEARCHED_DAYS + 1))
        found = next((candidate for candidate in nearby if is_working_day(calendar, candidate)), None)
    except OverflowError as error:
        raise _beyond_years(day) from error
    if found is None:
        raise _never_works(calendar, day)
    return found


def _beyond_years(day: date) -> ValueError:
    return ValueError(f"{day.isoformat()} is too near the end of what a calendar can hold; years 2 to 9998 work.")


def _never_works(calendar: Calendar, since: date) -> ValueError:
    return ValueError(
        f"The calendar of {calendar.zone} has no working day within {SEARCHED_DAYS} days of {since.isoformat()}; "
        "give it one by taking out holidays."
    )


@lru_cache(maxsize=4096)
def _exists(zone: str, day: date) -> bool:
    """Tell whether the zone had that date at all: Apia went from the 29th of December 2011 to the 31st."""
    return local_day(zone, at_local(zone, day, NOON)) == day


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # A folder's name ("Europe") raises IsADirectoryError, a path that leaves the database ValueError.
        raise ValueError(f"“{name}” is not a time zone; one that works: Europe/Helsinki.") from error
