"""When somebody works, read from the clock on their wall quarter by quarter: no line of it is Baton's."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.model import UserId

QUARTER = timedelta(minutes=15)


def zone_of(context: Context, who: UserId) -> ZoneInfo:
    return ZoneInfo(context.people[who].zone)


def works_at(context: Context, who: UserId, moment: datetime, *, around: int = 60) -> bool:
    """Tell whether somebody is there and works, or did within the hour, or will."""
    local = moment.astimezone(zone_of(context, who))
    is_away = any(each.first <= local.date() <= each.last for each in context.time_of(who).absences)
    return not is_away and _has_hours_at(context, who, local, around)


def is_workday(context: Context, who: UserId, day: date) -> bool:
    """Tell whether somebody's week and holidays let them work on a date of their own."""
    week = context.time_of(who).week or context.week
    off = context.days_off.get("", frozenset()) | context.days_off.get(context.region or "", frozenset())
    return day.weekday() in week.days and day not in off


def has_worked(context: Context, who: UserId, since: datetime, until: datetime, *, hours: float) -> bool:
    """Tell whether so many of somebody's hours passed; absences are hours too, and quarters that are begun are whole."""
    zone, left = zone_of(context, who), 4 * hours
    # On the quarters of every wall: whole hours of work begin and end on one.
    begins = since.replace(minute=since.minute // 15 * 15, second=0, microsecond=0)
    for n in count():
        at = begins + n * QUARTER
        if left <= 0 or at >= until:
            return left <= 0
        left -= _has_hours_at(context, who, at.astimezone(zone), 0)
    raise AssertionError


def local_date(context: Context, who: UserId, moment: datetime) -> date:
    return moment.astimezone(zone_of(context, who)).date()


def workdays(context: Context, who: UserId, since: datetime, until: datetime) -> int:
    """Count the working days after one moment's date, up to and with another's."""
    first, last = (local_date(context, who, each.astimezone(UTC)) for each in (since, until))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_workday(context, who, day) for day in days)


def _has_hours_at(context: Context, who: UserId, local: datetime, around: int) -> bool:
    week = context.time_of(who).week or context.week
    minutes = local.hour * 60 + local.minute
    opens, closes = week.opens.hour * 60 - around, week.closes.hour * 60 + around
    return opens <= minutes < closes and is_workday(context, who, local.date())
