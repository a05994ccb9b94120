"""Moments as people say them: "next monday 08:30", "tomorrow 9:00", "17:00", "2026-11-23T08:00:00Z"."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SAID = re.compile(
    rf"(?P<day>today|tomorrow|(?P<next>next )?(?P<name>{'|'.join(DAYS)}))?\s*"
    r"(?:at )?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
)
WEEK = 7


def moment(said: str, now: datetime, zone: str = "UTC") -> datetime:
    """Read a moment as somebody in this zone means it at ``now``; raises ValueError with what would work.

    A clock time alone is the next time that it is so late. A weekday is the next one that still lies ahead, and
    with "next" the one in the week after this, which begins on Monday.
    """
    found = SAID.fullmatch(" ".join(said.lower().split()))
    if found is None:
        return _written(said)
    # "Today" is a matter of where one is: in Auckland it is tomorrow for half of Madrid's day.
    here = now.astimezone(ZoneInfo(zone))
    at = time(int(found["hour"]), int(found["minute"]))
    if found["name"]:
        return _on_weekday(here, DAYS.index(found["name"]), at, in_next_week=bool(found["next"]))
    if found["day"]:
        return _combined(here, int(found["day"] == "tomorrow"), at)
    today = _combined(here, 0, at)
    return today if today > now else _combined(here, 1, at)


def _on_weekday(here: datetime, wanted: int, at: time, *, in_next_week: bool) -> datetime:
    if in_next_week:
        return _combined(here, WEEK - here.weekday() + wanted, at)
    soonest = _combined(here, (wanted - here.weekday()) % WEEK, at)
    return soonest if soonest > here else _combined(here, (wanted - here.weekday()) % WEEK + WEEK, at)


def _combined(here: datetime, days: int, at: time) -> datetime:
    # By the calendar, not by 24 hours: half past eight stays half past eight when the clocks change.
    return datetime.combine(here.date() + timedelta(days=days), at, here.tzinfo).astimezone(UTC)


def _written(said: str) -> datetime:
    try:
        written = datetime.fromisoformat(said.strip())
    except ValueError as error:
        known = "2026-11-23T08:00:00Z, 17:00, tomorrow 9:00, friday 12:00 or next monday 08:30"
        raise ValueError(f"{said!r} is no moment; write it like {known}.") from error
    return written if written.tzinfo else written.replace(tzinfo=UTC)
