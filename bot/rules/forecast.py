"""When a chain of lines ends at this pace, and by when each of them must: every line counted in its own calendar."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.rules.chains import Link, before_promise
from bot.rules.spans import Spans
from bot.working_time import ONE_DAY, Calendar, add_working_days, is_working_day, next_working_day

FARTHEST = timedelta(weeks=2000)
"""Somebody may have given a date thousands of years ahead: nobody needs to know on which day what follows it ends."""


def ready_on(chain: Sequence[Link], calendars: Spans, *, today: date) -> date:
    """Return the day on which a chain ends at this pace: its first line on its date, or today where that is past."""
    return _worked(ended_on(chain, calendars, today=today), today, calendars(chain[-1].item))


def ends(chain: Sequence[Link], calendars: Spans, *, today: date) -> tuple[date, ...]:
    """Return on which day each line of a chain ends at this pace."""
    days = zip(chain, _days(chain, calendars, today), strict=True)
    return tuple(_worked(day, today, calendars(link.item)) for link, day in days)


def ended_on(chain: Sequence[Link], calendars: Spans, *, today: date) -> date:
    """Return what ``ready_on`` does; today, worked or not, where nothing of a chain takes longer."""
    *_, last = _days(chain, calendars, today)
    after = before_promise(chain[-1].item)
    return min(_after(calendars(chain[-1].item), last, after), today + FARTHEST)


def last_days(chain: Sequence[Link], calendars: Spans, promised: date) -> tuple[date, ...]:
    """Return for each line of a chain the last day on which it can end, so that what follows still fits before the promise."""
    last, found = chain[-1].item, list[date]()
    day = back(calendars(last), promised, before_promise(last))
    for link in reversed(chain):
        found.append(day)
        # A line takes its own function's days: what comes before a crew that works on Saturdays may end later.
        day = _latest(calendars(link.item), day, link.days or 0)
    return tuple(reversed(found))


def back(calendar: Calendar, day: date, planned: int) -> date:
    """Return the last day on which so many working days still fit before a day; that day itself where there are none."""
    if not planned:
        return day
    return add_working_days(calendar, day, -(planned if is_working_day(calendar, day) else planned + 1))


def _latest(calendar: Calendar, day: date, planned: int) -> date:
    """Return what ``back`` does, or a day off after it: others may work on it, and nobody who follows loses a day."""
    return next_working_day(calendar, back(calendar, day, planned)) - ONE_DAY if planned else day


def _days(chain: Sequence[Link], calendars: Spans, today: date) -> Iterator[date]:
    """Yield the day on which each line ends; today itself where that is not worked and nothing takes longer."""
    day = today
    for link in chain:
        calendar = calendars(link.item)
        day = min(max(_after(calendar, day, link.days or 0), link.day(calendar) or day), today + FARTHEST)
        yield day


def _after(calendar: Calendar, day: date, planned: int) -> date:
    return add_working_days(calendar, day, planned) if planned else day


def _worked(day: date, today: date, calendar: Calendar) -> date:
    """Return a day that is shown: nobody is ready today where today is not worked, but a date that was given stands."""
    return add_working_days(calendar, day, 0) if day == today else day
