"""Words for time: moments, due moments and spans as people read them. Pure; no Slack markup."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.model import Due

LOCALE = "en"
UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def moment(at: datetime, zone: str) -> str:
    """Say a moment on the wall of ``zone``: "Fri 27 Nov 2026, 17:00 EET"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_day(local.date(), 'EEE d MMM y')}, {_clock(local)}"


def due_words(due: Due, zone: str | None = None) -> str:
    """Say a due moment in full, in its own zone or in the reader's.

    A whole day keeps its date for every reader; only the closing time is told in their zone.
    """
    local = due.at.astimezone(ZoneInfo(zone or due.zone))
    if due.on is None:
        return f"{_day(local.date(), 'EEEE d MMMM y')}, {_clock(local)}"
    closing = _clock(local) if local.date() == due.on else f"{_day(local.date(), 'EEE d MMM')}, {_clock(local)}"
    return f"{_day(due.on, 'EEEE d MMMM y')}, end of day ({closing})"


def short_due(due: Due, today: date | None = None) -> str:
    """Say a due moment in a list: "Fri 27 Nov" or "Fri 27 Nov 15:00", with the year where it is not that of ``today``."""
    local = due.at.astimezone(ZoneInfo(due.zone))
    day = due.on or local.date()
    words = _day(day, "EEE d MMM" if today is None or day.year == today.year else "EEE d MMM y")
    return words if due.on else f"{words} {_wall(local.time())}"


def ago(at: datetime, now: datetime) -> str:
    """Say how long ago, in one unit: "5 minutes ago". A moment that is not past is "just now": clocks differ a little."""
    passed = now - at
    if passed < timedelta(seconds=1):
        return "just now"
    for name, unit in UNITS:
        if passed >= unit:
            return f"{_count(passed // unit, name)} ago"
    return f"{_count(passed.seconds, 'second')} ago"


def _day(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=LOCALE)


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


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
