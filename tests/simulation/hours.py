"""Working hours as the judge counts them: by spans on the wall, sharing no line with the program's own arithmetic."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
SPOKEN_FROM, SPOKEN_UNTIL = time(8), time(18)
FRIDAY = 4
DAY = timedelta(days=1)
A_DAY = 8.0


def wall(zone: str, at: float) -> datetime:
    """Return what the clock on the wall shows."""
    return datetime.fromtimestamp(at, ZoneInfo(zone))


def is_quiet(zone: str, at: float, *, margin: float) -> bool:
    """Tell whether nobody may be spoken to: nights and weekends, but for a margin around them."""
    return not any(_is_spoken(wall(zone, at + off)) for off in (-margin, 0.0, margin))


def _is_spoken(local: datetime) -> bool:
    return local.weekday() <= FRIDAY and SPOKEN_FROM <= local.time() < SPOKEN_UNTIL


def worked(zone: str, since: float, until: float) -> float:
    """Return the working hours between two moments."""
    day, seconds = wall(zone, since).date(), 0.0
    while (span := _span(zone, day, OPENS, CLOSES))[0] <= until:
        if day.weekday() <= FRIDAY:
            seconds += max(0.0, min(until, span[1]) - max(since, span[0]))
        day += DAY
    return seconds / 3600


def spoken_after(zone: str, at: float) -> float:
    """Return the first moment from then on at which people may be spoken to."""
    day = wall(zone, at).date()
    while True:
        begins, ends = _span(zone, day, SPOKEN_FROM, SPOKEN_UNTIL)
        if day.weekday() <= FRIDAY and at < ends:
            return max(at, begins)
        day += DAY


def worked_by(zone: str, since: float, hours: float) -> float:
    """Return when so many working hours have passed."""
    day, left = wall(zone, since).date(), hours * 3600
    while True:
        begins, ends = _span(zone, day, OPENS, CLOSES)
        begins = max(begins, since)
        if day.weekday() <= FRIDAY and begins < ends:
            if left <= ends - begins:
                return begins + left
            left -= ends - begins
        day += DAY


def asked_by(zone: str, since: float, hours: float) -> float:
    """Return when so many working hours have passed; of a day or more not at closing time, but the next morning."""
    passed = worked_by(zone, since, hours)
    if hours < A_DAY or wall(zone, passed).time() < CLOSES:
        return passed
    return begin_of(zone, next_working_day(zone, passed))


def next_working_day(zone: str, after: float) -> date:
    """Return the first working day after the one of a moment."""
    day = wall(zone, after).date() + DAY
    while day.weekday() > FRIDAY:
        day += DAY
    return day


def ten_next_morning(zone: str, after: float) -> float:
    """Return ten o'clock on the next working day."""
    return datetime.combine(next_working_day(zone, after), time(10), ZoneInfo(zone)).timestamp()


def begin_of(zone: str, day: date) -> float:
    """Return when a day's work begins."""
    return _span(zone, day, OPENS, CLOSES)[0]


def end_of(zone: str, day: date) -> float:
    """Return when a day's work ends."""
    return _span(zone, day, OPENS, CLOSES)[1]


@lru_cache(maxsize=4096)
def _span(zone: str, day: date, begins: time, ends: time) -> tuple[float, float]:
    there = ZoneInfo(zone)
    return tuple(datetime.combine(day, clock, there).astimezone(UTC).timestamp() for clock in (begins, ends))  # type: ignore[return-value]
