"""Whole days as the model counts them, beside the hours of the simulation's judge; no line of the program's own."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tests.simulation.hours import DAY, FRIDAY, OPENS, SPOKEN_UNTIL, end_of, wall

NOON = time(13)


def at_wall(zone: str, day: date, clock: time) -> float:
    """Return the moment at which the wall shows this."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC).timestamp()


def spoken_until(zone: str, at: float) -> float:
    """Return when the hours end in which somebody may be spoken to on the day of a moment."""
    return at_wall(zone, wall(zone, at).date(), SPOKEN_UNTIL)


def is_working(day: date) -> bool:
    return day.weekday() <= FRIDAY


def working_day(day: date, after: int) -> date:
    """Return the so-manieth working day after a day."""
    while after:
        day += DAY
        after -= is_working(day)
    return day


def whole_day(zone: str, day: date) -> float:
    """Return what a date means as a due moment."""
    return end_of(zone, day)


def opening(zone: str, at: float) -> float:
    """Return when work begins on the day of a moment."""
    return at_wall(zone, wall(zone, at).date(), OPENS)


def half_day(zone: str, at: float) -> float:
    """Return when the first half of a working day begins that is not before a moment; halves begin at nine and at one."""
    day = wall(zone, at).date()
    while True:
        for clock in (OPENS, NOON):
            begins = at_wall(zone, day, clock)
            if is_working(day) and begins >= at:
                return begins
        day += DAY


def midnight_after(zone: str, at: float) -> float:
    """Return when the day of a moment is over."""
    return at_wall(zone, wall(zone, at).date() + DAY, time(0))
