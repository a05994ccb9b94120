"""A script stops often while people are awake, seldom in the evening, and leaps over nights and weekends."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sandbox.trying.pacing import stops

FRIDAY = datetime(2026, 11, 27, 4, tzinfo=UTC)


def between(start: datetime, hours: float) -> list[str]:
    return [f"{each:%a %H:%M}" for each in stops(start, start + timedelta(hours=hours))]


def test_by_day_it_stops_every_half_hour() -> None:
    assert between(FRIDAY.replace(hour=9, minute=10), 2) == [
        "Fri 09:30",
        "Fri 10:00",
        "Fri 10:30",
        "Fri 11:00",
        "Fri 11:10",
    ]


def test_in_the_evening_it_stops_every_hour() -> None:
    assert between(FRIDAY.replace(hour=16, minute=30), 3) == ["Fri 17:00", "Fri 18:00", "Fri 19:00", "Fri 19:30"]


def test_the_night_is_one_leap_and_so_is_the_weekend() -> None:
    assert between(FRIDAY.replace(day=26, hour=23), 7)[:2] == ["Fri 05:00", "Fri 05:30"]
    assert between(FRIDAY.replace(hour=23), 55)[:2] == ["Mon 05:00", "Mon 05:30"]


def test_it_ends_exactly_where_it_was_asked_to_and_only_moves_forward() -> None:
    until = FRIDAY + timedelta(days=9, minutes=7)
    found = list(stops(FRIDAY, until))

    assert found[-1] == until
    assert all(before < after for before, after in pairwise([FRIDAY, *found]))


def test_what_lies_behind_takes_no_stop() -> None:
    assert list(stops(FRIDAY, FRIDAY)) == []
    assert list(stops(FRIDAY, FRIDAY - timedelta(hours=1))) == []
