"""Working time around every change of clocks from 2024 to 2040, in one zone for each way in which clocks run."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from tests.clocks.agreeing import DAYS, EVERY_DAY, FUNCTIONS, NIGHTS, Around, agree
from tests.clocks.wall import DAY, QUARTER, WEEK, Wall, changes, offsets, zones

LOTS = 8


@cache
def ways() -> tuple[str, ...]:
    """Return one zone for each way in which clocks run: the others differ from it in nothing but their name."""
    return tuple({tuple(offset for _, offset in offsets(zone, WEEK)): zone for zone in zones()}.values())


def test_no_clocks_change_twice_in_a_week() -> None:
    """Or the search by weeks would miss it."""
    for zone in ways():
        daily = [offset for _, offset in offsets(zone, DAY)]
        assert sum(a != b for a, b in pairwise(daily)) == len(changes(zone)), zone


def test_every_zone_is_looked_at_by_each_of_its_names() -> None:
    """Of the rules of 2026: 599 zones, 205 of which change their clocks 6,847 times, in 66 ways."""
    found = {zone: len(changes(zone)) for zone in ("Europe/Helsinki", "Africa/Casablanca", "Asia/Kolkata", "EST5EDT")}

    assert {*found} <= {*zones()}
    assert (len(zones()) > 500, len(ways()) > 60) == (True, True)
    assert found == {"Europe/Helsinki": 34, "Africa/Casablanca": 36, "Asia/Kolkata": 0, "EST5EDT": 34}


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Helsinki", date(2026, 3, 29)),
        ("Europe/Helsinki", date(2026, 10, 25)),
        pytest.param("Africa/Cairo", date(2026, 4, 24), id="a midnight that is skipped"),
        pytest.param("Africa/Cairo", date(2026, 10, 30), id="a midnight that comes twice"),
        pytest.param("America/Scoresbysund", date(2026, 3, 28), id="the last hour of a day, skipped"),
    ],
)
def test_a_change_is_known_by_the_day_that_people_name(zone: str, day: date) -> None:
    assert day in changes(zone)


@pytest.mark.parametrize(("hours", "expected"), [(DAYS, 32), (NIGHTS, 16)])
def test_the_wall_counts_the_hours_that_a_short_night_has(hours: tuple[int, int], expected: int) -> None:
    day = date(2026, 3, 29)
    shift = Wall.around("Europe/Helsinki", day).shift(*hours, EVERY_DAY)

    opens, closes = shift.on(day)
    assert (closes - opens) / QUARTER == expected


def test_the_wall_counts_no_quarter_of_a_day_off() -> None:
    day = date(2026, 10, 25)
    wall = Wall.around("Europe/Helsinki", day)
    begins = wall.dates.index(day)

    assert wall.dates[wall.shift(*NIGHTS, EVERY_DAY, frozenset({day})).next(begins)] == day + DAY
    assert wall.shift(*NIGHTS, EVERY_DAY).between(begins, begins + 100) == 24


@pytest.mark.parametrize("function", FUNCTIONS[:4] + FUNCTIONS[5:], ids=lambda each: each.__name__)
def test_an_answer_that_is_off_by_a_quarter_is_seen(function: Callable[[Around], int]) -> None:
    """Each answer in moments is held to the quarter: a wall that lags by one agrees with none."""
    day = date(2026, 3, 29)
    wall = Wall.around("Europe/Helsinki", day)
    lagging = replace(wall, minutes=[wall.minutes[0], *wall.minutes[:-1]], dates=[wall.dates[0], *wall.dates[:-1]])

    with pytest.raises(AssertionError):
        function(Around("Europe/Helsinki", day, lagging, NIGHTS, EVERY_DAY))


@pytest.mark.parametrize("lot", range(LOTS))
def test_all_that_counts_in_working_time_agrees_with_the_wall(lot: int) -> None:
    counts: Counter[str] = Counter()
    for zone in ways()[lot::LOTS]:
        counts += agree(zone)

    sys.stdout.write("".join(f"\n{times:>8,}  {what}" for what, times in counts.items()))
    assert len(counts) == len(FUNCTIONS) + 1
    assert all(counts.values())
