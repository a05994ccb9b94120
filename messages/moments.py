"""Words for time: moments, due moments and spans as people read them. Pure; no Slack markup."""

import sys
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

from bot.model import Due
from messages.clocks import is_ambiguous
from messages.language import pattern, spoken

UNITS: tuple[tuple[Literal["day", "hour", "minute", "second"], timedelta], ...] = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)


def moment(at: datetime, zone: str) -> str:
    """Say a moment on the wall of ``zone``: "Fri 27 Nov 2026, 17:00 EET"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_day(local.date(), 'EEE d MMM y')}, {_clock(local)}"


def closing_words(due: Due, zone: str | None = None) -> tuple[str, str]:
    """Say the day and the clock of a due moment in its own zone, or in the reader's.

    A whole day keeps its date for every reader; only the closing time is told in their zone.
    """
    local = due.at.astimezone(ZoneInfo(zone or due.zone))
    on = due.on or local.date()
    closing = _clock(local) if local.date() == on else f"{_day(local.date(), 'EEE d MMM')}, {_clock(local)}"
    return _day(on, "EEEE d MMMM y"), closing


def short_due(due: Due, today: date | None = None) -> str:
    """Say a due moment in a list: "Fri 27 Nov" or "Fri 27 Nov 15:00", with the year where it is not that of ``today``.

    The hour stands without its zone only where all who read it have that hour.
    """
    local = due.at.astimezone(ZoneInfo(due.zone))
    day = due.on or local.date()
    words = _day(day, "EEE d MMM" if today is None or day.year == today.year else "EEE d MMM y")
    if due.on:
        return words
    return f"{words} {clock(local)}"


def clock(local: datetime) -> str:
    """Say the hour, with its zone where one of those who read it has another."""
    return _clock(local) if is_ambiguous(local) else _wall(local.time())


def past(span: timedelta) -> str | None:
    """Say how long ago, in one unit: "5 minutes ago". None: not long enough to say; clocks differ a little."""
    if span < timedelta(seconds=1):
        return None
    name, unit = next(each for each in UNITS if span >= each[1])
    # A threshold that nothing reaches keeps to this unit; Babel would make a week of ten days.
    gone = -(span // unit) * unit
    return format_timedelta(gone, granularity=name, threshold=sys.maxsize, add_direction=True, locale=spoken().locale)


def _day(day: date, english: str) -> str:
    return format_date(day, pattern(english), locale=spoken().locale)


def _clock(local: datetime) -> str:
    """Say the time with the zone's abbreviation; many zones have only an offset, which is told as "GMT-3"."""
    name = local.tzname() or ""
    return f"{_wall(local.time())} {name if name.isalpha() else _offset(local.strftime('%z'))}"


def _offset(digits: str) -> str:
    """Turn "-0300" into "GMT-3" and "+0545" into "GMT+5:45"."""
    hours, minutes = f"{digits[0]}{int(digits[1:3])}", digits[3:5]
    return f"GMT{hours}" if minutes == "00" else f"GMT{hours}:{minutes}"


def _wall(clock: time) -> str:
    return f"{clock:%H:%M}"
