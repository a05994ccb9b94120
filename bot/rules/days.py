"""Spans that are meant as days: nothing is asked at closing time, and what was counted in days comes with others."""

from datetime import datetime

from bot.ladder import DAY
from bot.working_time import (
    Calendar,
    add_working_hours,
    end_of_day,
    local_day,
    next_working_moment,
    start_of_day,
)


def later(calendar: Calendar, at: datetime, hours: float) -> datetime:
    """Return when so many working hours have passed; of a day or more, never at closing time but the next morning.

    In working time both are the same moment. To people they are not: eight hours from nine are over at five, and who
    was asked this morning would be asked in public this evening.
    """
    passed = add_working_hours(calendar, at, hours)
    return next_working_moment(calendar, passed) if hours >= DAY else passed


def half_day_after(calendar: Calendar, at: datetime, hours: float) -> datetime:
    """Return the beginning of the first half of a working day once so many working hours have passed.

    Nobody counts the minutes of a week. Asked at nine or at one, what somebody is asked about ten deals is one message
    and not ten; a delay of less than a day was meant to the minute.
    """
    passed = later(calendar, at, hours)
    if hours < DAY:
        return passed
    opens, closes = (of(calendar, local_day(calendar.zone, passed)) for of in (start_of_day, end_of_day))
    noon = opens + (closes - opens) / 2
    following = opens if passed <= opens else noon if passed <= noon else closes
    return next_working_moment(calendar, following)
