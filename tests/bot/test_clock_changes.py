"""Working time in every zone on every day from 2024 to 2040 on which its clocks change, against a count on the wall."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.context import Context
from bot.model import Person, PersonalTime, UserId
from bot.model import Week as WorkingWeek
from bot.rules.quiet import spoken_at
from bot.working_time import (
    Calendar,
    add_working_days,
    add_working_hours,
    at_local,
    end_of_day,
    is_working_moment,
    local_day,
    next_working_moment,
    start_of_day,
    working_days_between,
)

FIRST, WEEKS = date(2024, 1, 1), 17 * 53
QUARTER, DAY, WEEK = timedelta(minutes=15), timedelta(days=1), timedelta(days=7)
EVERY_DAY = frozenset(range(7))
DAYS, NIGHTS = (time(9), time(17)), (time(0), time(5))
"""Nights hold every change of clocks there is; days hold none, but their distance to the day before."""


def zones() -> list[str]:
    return sorted(each for each in available_timezones() if "/" in each and not each.startswith("Etc/"))


@cache
def offsets(zone: str) -> tuple[timedelta | None, ...]:
    """Return a zone's distance to UTC at the midnights of UTC, one a week: no zone changes it twice within one."""
    there = ZoneInfo(zone)
    return tuple(datetime.combine(FIRST + n * WEEK, time(0), UTC).astimezone(there).utcoffset() for n in range(WEEKS))


def changes(zone: str) -> tuple[date, ...]:
    """Return the local days on which a zone's clocks change."""
    there, found = ZoneInfo(zone), []
    for n, (before, after) in enumerate(pairwise(offsets(zone))):
        if before != after:
            midnights = (datetime.combine(FIRST + n * WEEK + k * DAY, time(0), UTC) for k in range(1, 8))
            until = next(each for each in midnights if each.astimezone(there).utcoffset() == after)
            # It lies in the day of UTC that ends then, which touches two local ones.
            found += [local_day(zone, until - DAY), local_day(zone, until - QUARTER)]
    return tuple(dict.fromkeys(found))


@cache
def clocks() -> dict[tuple[timedelta | None, ...], str]:
    """Return one zone for each way in which clocks run: the others differ from it in nothing but their name."""
    return {offsets(zone): zone for zone in reversed(zones())}


def quarters(zone: str, day: date, opens: time, closes: time) -> Iterator[datetime]:
    """Yield every quarter of an hour that the wall shows as worked on a day, looked at one by one."""
    at = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    for _ in range(4 * 55):
        local = at.astimezone(ZoneInfo(zone))
        if local.date() == day and opens <= local.time() < closes:
            yield at
        at += QUARTER


CONTINENTS = sorted({zone.split("/")[0] for zone in clocks().values()})


def test_there_are_as_many_days_as_there_should_be() -> None:
    """Of the rules of 2026: 518 zones, 64 ways in which their clocks run, 12,453 local days on which they change."""
    days = {zone: len(changes(zone)) for zone in zones()}

    assert (len(days) > 400, len(clocks()) > 60, sum(days.values()) > 9_000) == (True, True, True)
    assert days["Europe/Helsinki"] >= 2 * 17
    assert days["Asia/Kolkata"] == 0


@pytest.mark.parametrize("hours", [DAYS, NIGHTS], ids=["days", "nights"])
@pytest.mark.parametrize("continent", CONTINENTS)
def test_the_hours_of_a_day_are_those_that_the_wall_shows(continent: str, hours: tuple[time, time]) -> None:
    for zone, day in days_of(continent):
        calendar = Calendar(zone, EVERY_DAY, *hours)
        shown = list(quarters(zone, day, *hours))

        assert (start_of_day(calendar, day), end_of_day(calendar, day)) == (shown[0], shown[-1] + QUARTER), (zone, day)
        assert local_day(zone, shown[0]) == local_day(zone, shown[-1]) == day
        worked = len(shown) / 4
        assert add_working_hours(calendar, shown[0], worked) == end_of_day(calendar, day), (zone, day)
        later = add_working_hours(calendar, shown[0], worked + 0.25)
        assert later == start_of_day(calendar, day + DAY) + QUARTER, (zone, day)


@pytest.mark.parametrize("continent", CONTINENTS)
def test_counting_over_the_day_loses_nothing_and_gains_nothing(continent: str) -> None:
    for zone, day in days_of(continent):
        calendar = Calendar(zone, EVERY_DAY)
        before, after = day - 2 * DAY, day + 2 * DAY

        assert add_working_days(calendar, before, 4) == after
        assert working_days_between(calendar, before, after) == 4
        night = at_local(zone, day, time(3))
        assert next_working_moment(calendar, night) == at_local(zone, day, time(9)), (zone, day)
        assert is_working_moment(calendar, next_working_moment(calendar, end_of_day(calendar, day)))


ANA = UserId("UANA")


@pytest.mark.parametrize("continent", CONTINENTS)
def test_people_are_spoken_to_from_eight_on_their_own_wall(continent: str) -> None:
    own = PersonalTime(WorkingWeek(EVERY_DAY))
    for zone, day in days_of(continent):
        context = Context({ANA: Person(ANA, "Ana", zone, time=own)}, ANA)
        for clock, expected in ((time(0), (day, 8)), (time(5), (day, 8)), (time(18), (day + DAY, 8))):
            spoken = spoken_at(context, ANA, at_local(zone, day, clock)).astimezone(ZoneInfo(zone))
            assert (spoken.date(), spoken.hour, spoken.minute) == (*expected, 0), (zone, day, clock)


def days_of(continent: str) -> Iterator[tuple[str, date]]:
    for zone in clocks().values():
        if zone.startswith(f"{continent}/"):
            for day in changes(zone):
                yield zone, day
