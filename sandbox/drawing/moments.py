"""Moments in words for a person's zone, and wall times back into moments."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Spelled out here because strftime speaks the language of the machine, not the page's.
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Find the zone; one that nobody knows counts as UTC, as Slack shows people without a zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def wall(epoch: float, tz: str) -> datetime:
    """Say what clocks in the zone show; raises OverflowError or ValueError beyond the calendar's end."""
    return datetime.fromtimestamp(epoch, UTC).astimezone(zone(tz))


def time_of(at: datetime) -> str:
    return f"{at.hour:02}:{at.minute:02}"


def date_of(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def short_date_of(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}"


def long_date_of(at: datetime) -> str:
    return f"{DAYS[at.weekday()]} {date_of(at)}"


def moment_of(at: datetime) -> str:
    """Tell the whole moment, as the title of a time stamp does: "Mon 23 Nov 2026, 09:30"."""
    return f"{DAYS[at.weekday()][:3]} {short_date_of(at)}, {time_of(at)}"


def day_heading(at: datetime, now: datetime) -> str:
    near = _near(at, now)
    return f"{near.capitalize()}, {long_date_of(at)}" if near else long_date_of(at)


def _near(at: datetime, now: datetime) -> str:
    days = (at.date() - now.astimezone(at.tzinfo).date()).days
    return NEAR.get(days, "")


def ago(at: datetime, now: datetime) -> str:
    seconds = (now - at).total_seconds()
    size, unit = next((one for one in UNITS if abs(seconds) >= one[0]), UNITS[-1])
    number = int(abs(seconds) // size)
    words = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"in {words}" if seconds < 0 else f"{words} ago"


def last_heard(at: datetime, now: datetime) -> str:
    """Say when a thread was last answered, as its summary does."""
    near = _near(at, now)
    return f"{near or short_date_of(at)} at {time_of(at)}"


TOKENS: Mapping[str, Callable[[datetime, datetime], str]] = {
    "date_num": lambda at, _now: f"{at:%Y-%m-%d}",
    "date": lambda at, _now: date_of(at),
    "date_short": lambda at, _now: short_date_of(at),
    "date_long": lambda at, _now: long_date_of(at),
    "date_pretty": lambda at, now: _near(at, now) or date_of(at),
    "date_short_pretty": lambda at, now: _near(at, now) or short_date_of(at),
    "date_long_pretty": lambda at, now: _near(at, now) or long_date_of(at),
    "time": lambda at, _now: time_of(at),
    "time_secs": lambda at, _now: f"{at:%H:%M:%S}",
    "ago": ago,
}
TOKEN = re.compile(r"\{(" + "|".join(TOKENS) + r")\}")


def slack_date(pattern: str, at: datetime, now: datetime) -> str:
    """Fill in the tokens of Slack's <!date^…>, such as {date_short_pretty} and {time}; unknown ones stay as typed."""
    return TOKEN.sub(lambda found: TOKENS[found[1]](at, now), pattern)


def wall_text(epoch: float, tz: str) -> str:
    """Write the moment as a browser's datetime field holds it: "2026-11-23T09:30"."""
    return f"{wall(epoch, tz):%Y-%m-%dT%H:%M}"


def epoch_at(text: str, tz: str) -> int:
    """Read a datetime field as the moment that clocks in the zone show; raises ValueError for what is no moment.

    A wall time that a change of clocks skips moves on by that change.
    """
    return int(datetime.fromisoformat(text).replace(tzinfo=zone(tz)).timestamp())
