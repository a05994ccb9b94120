"""What must agree with the wall around a change of clocks: everything that counts in working time, or waits for it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from bot.context import Context
from bot.model import Absence, Person, PersonalTime, UserId, Week
from bot.rules import digests
from bot.rules.quiet import spoken_at
from bot.working_time import (
    Calendar,
    add_working_days,
    add_working_hours,
    at_local,
    end_of_day,
    is_working_moment,
    local_day,
    next_working_day,
    next_working_moment,
    start_of_day,
    whole_day,
    working_days_between,
    working_hours_between,
)
from tests.clocks.wall import DAY, Shift, Wall, changes

ANA = UserId("UANA")
EVERY_DAY, WEEKDAYS = frozenset(range(7)), frozenset(range(5))
DAYS, NIGHTS = (9 * 60, 17 * 60), (0, 5 * 60)
"""Nights hold every change of clocks there is; days hold none, but their distance to the day before."""
HOUR = 60
ADDED = (1, 8, 24)
"""Quarters that are added: one, some, and more than a night has."""


@dataclass(frozen=True)
class Around:
    """One zone, one day on which its clocks change, and somebody who works there by days or by nights."""

    zone: str
    day: date
    wall: Wall
    hours: tuple[int, int]
    weekdays: frozenset[int]

    @cached_property
    def shift(self) -> Shift:
        return self.wall.shift(*self.hours, self.weekdays)

    @cached_property
    def reach(self) -> tuple[int, int]:
        """Return between which minutes of the day they may be spoken to."""
        return max(0, self.hours[0] - HOUR), self.hours[1] + HOUR

    @cached_property
    def week(self) -> Week:
        return Week(self.weekdays, clock(self.hours[0]), clock(self.hours[1]))

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.zone, self.weekdays, self.week.opens, self.week.closes)

    @property
    def days(self) -> tuple[date, date, date]:
        return self.day - DAY, self.day, self.day + DAY

    def starts(self) -> Iterator[int]:
        """Yield quarters of these days: not the same hours on each, or a mistake of one hour would never be met."""
        first = self.wall.dates.index(self.days[0])
        return iter(range(first + self.day.toordinal() % 7, first + 3 * 96, 31))

    def context(self, **own: object) -> Context:
        person = Person(ANA, "Ana", self.zone, time=PersonalTime(self.week, **own))  # type: ignore[arg-type]
        return Context({ANA: person}, ANA)


def clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def days_on_the_wall(each: Around) -> int:
    """Open and close, and name the day, as the wall does."""
    worked = [day for day in each.days if day.weekday() in each.weekdays]
    for day in worked:
        assert (start_of_day(each.calendar, day), end_of_day(each.calendar, day)) == each.shift.on(day)
        assert whole_day(each.calendar, day).at == each.shift.on(day)[1]
        assert at_local(each.zone, day, each.week.opens) == each.shift.on(day)[0]
    for n in each.starts():
        assert local_day(each.zone, each.wall.moments[n]) == each.wall.dates[n]
    return len(worked)


def moments_of_work(each: Around) -> int:
    """Know what is worked, and find the next moment that is."""
    for n in each.starts():
        at = each.wall.moments[n]
        assert is_working_moment(each.calendar, at) == each.shift.is_worked[n]
        assert next_working_moment(each.calendar, at) == each.wall.moments[each.shift.next(n)]
    return len(list(each.starts()))


def hours_that_are_added(each: Around) -> int:
    """Add hours to a moment, forth over the change and away from it."""
    for n in each.starts():
        for quarters in ADDED:
            assert add_working_hours(each.calendar, each.wall.moments[n], quarters / 4) == each.shift.after(n, quarters)
    return len(list(each.starts())) * len(ADDED)


def hours_between(each: Around) -> int:
    """Count the hours between moments; backwards there are none."""
    starts = list(each.starts())
    for n, m in zip(starts, starts[4:], strict=False):
        a, b = each.wall.moments[n], each.wall.moments[m]
        assert working_hours_between(each.calendar, a, b) == each.shift.between(n, m) / 4
        assert working_hours_between(each.calendar, b, a) == 0
    return len(starts[4:])


def days_between(each: Around) -> int:
    """Count days forth and back over the change: it makes none longer than a day."""
    before, after = each.days[0], each.days[2]
    worked = [day for day in (each.day, after) if day.weekday() in each.weekdays]
    assert working_days_between(each.calendar, before, after) == len(worked)
    back = [day for day in (each.day, before) if day.weekday() in each.weekdays]
    assert working_days_between(each.calendar, after, before) == -len(back)
    if worked:
        assert add_working_days(each.calendar, before, len(worked)) == worked[-1]
        assert next_working_day(each.calendar, before) == worked[0]
    if back:
        assert add_working_days(each.calendar, after, -len(back)) == back[-1]
    return 1


def words_to_people(each: Around) -> int:
    """Speak to somebody no earlier and no later than an hour around their work, on the wall."""
    context, reached = each.context(), each.wall.shift(*each.reach, each.weekdays)
    for n in each.starts():
        assert spoken_at(context, ANA, each.wall.moments[n]) == each.wall.moments[reached.next(n)]
    return len(list(each.starts()))


def words_to_the_absent(each: Around) -> int:
    """Speak to nobody on the days of their absence, here the day of the change: not a quarter longer or shorter."""
    context = each.context(absences=(Absence(each.day, each.day, ANA),))
    reached = each.wall.shift(*each.reach, each.weekdays, frozenset({each.day}))
    for n in each.starts():
        assert spoken_at(context, ANA, each.wall.moments[n]) == each.wall.moments[reached.next(n)]
    return len(list(each.starts()))


def words_past_do_not_disturb(each: Around) -> int:
    """Wait for the end of do-not-disturb, but not longer than until the next morning on which they work."""
    reached = each.wall.shift(*each.reach, each.weekdays)
    starts = list(each.starts())
    for n, m in zip(starts, starts[3:], strict=False):
        meant = reached.next(n)
        morning = reached.next(each.wall.dates.index(each.wall.dates[meant] + DAY))
        expected = max(meant, min(reached.next(m), morning))
        context, at = each.context(quiet_until=each.wall.moments[m]), each.wall.moments[n]
        assert spoken_at(context, ANA, at, since=at) == each.wall.moments[expected]
    return len(starts[3:])


def mornings_of_digests(each: Around) -> int:
    """Send the next digest at its hour on the wall, on a day that is worked; an hour that is skipped comes late."""
    context, hour = each.context(), each.hours[0] + 5 * HOUR
    due = each.wall.shift(hour, hour + 15, each.weekdays)
    for n in each.starts():
        found = digests.next_at(context, ANA, clock(hour), zone=each.zone, now=each.wall.moments[n])
        assert found == each.wall.moments[due.next(n + 1)]
    return len(list(each.starts()))


LIVES = ((DAYS, EVERY_DAY), (NIGHTS, EVERY_DAY), (NIGHTS, WEEKDAYS))
"""Hours and weekdays: a weekend lies on most changes, so that those who work through it meet them."""
FUNCTIONS = (
    days_on_the_wall,
    moments_of_work,
    hours_that_are_added,
    hours_between,
    days_between,
    words_to_people,
    words_to_the_absent,
    words_past_do_not_disturb,
    mornings_of_digests,
)


def agree(zone: str) -> Counter[str]:
    """Hold everything against the wall, around each change of a zone's clocks; return how often each was asked."""
    counts: Counter[str] = Counter()
    for day in changes(zone):
        wall = Wall.around(zone, day)
        counts["changes of clocks"] += 1
        for hours, weekdays in LIVES:
            around = Around(zone, day, wall, hours, weekdays)
            for function in FUNCTIONS:
                counts[function.__name__.replace("_", " ")] += _asked(function, around)
    return counts


def _asked(function: Callable[[Around], int], around: Around) -> int:
    try:
        return function(around)
    except (AssertionError, ValueError) as wrong:
        raise AssertionError(f"{around.zone}, {around.day}, {around.hours}: {function.__doc__}") from wrong
