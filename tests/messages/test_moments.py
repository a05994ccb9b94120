"""Moments read the same everywhere: weekday, date, time, zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Due
from messages.moments import moment, short_due
from messages.words import ago, full

FRIDAY_15_UTC = datetime(2026, 11, 27, 15, tzinfo=UTC)
WHOLE_FRIDAY = Due(FRIDAY_15_UTC, "Europe/Helsinki", date(2026, 11, 27))
AT_17 = Due(FRIDAY_15_UTC, "Europe/Helsinki")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Helsinki", "Fri 27 Nov 2026, 17:00 EET"),
        ("America/New_York", "Fri 27 Nov 2026, 10:00 EST"),
        ("Asia/Kolkata", "Fri 27 Nov 2026, 20:30 IST"),
        ("America/Sao_Paulo", "Fri 27 Nov 2026, 12:00 GMT-3"),
        ("Asia/Kathmandu", "Fri 27 Nov 2026, 20:45 GMT+5:45"),
        ("Australia/Lord_Howe", "Sat 28 Nov 2026, 02:00 GMT+11"),
        ("UTC", "Fri 27 Nov 2026, 15:00 UTC"),
    ],
)
def test_a_moment_is_told_on_the_wall_of_the_zone(zone: str, expected: str) -> None:
    assert moment(FRIDAY_15_UTC, zone) == expected


def test_a_moment_in_summer_has_the_summer_abbreviation() -> None:
    assert moment(datetime(2026, 7, 1, 14, tzinfo=UTC), "Europe/Helsinki") == "Wed 1 Jul 2026, 17:00 EEST"


@pytest.mark.parametrize(
    ("due", "zone", "expected"),
    [
        (WHOLE_FRIDAY, None, "Friday 27 November 2026, end of day (17:00 EET)"),
        (WHOLE_FRIDAY, "America/New_York", "Friday 27 November 2026, end of day (10:00 EST)"),
        (WHOLE_FRIDAY, "Pacific/Auckland", "Friday 27 November 2026, end of day (Sat 28 Nov, 04:00 NZDT)"),
        (AT_17, None, "Friday 27 November 2026, 17:00 EET"),
        (AT_17, "Pacific/Auckland", "Saturday 28 November 2026, 04:00 NZDT"),
    ],
)
def test_a_due_moment_is_told_in_full(due: Due, zone: str | None, expected: str) -> None:
    assert full(due, zone) == expected


@pytest.mark.parametrize(
    ("due", "today", "expected"),
    [
        (WHOLE_FRIDAY, None, "Fri 27 Nov"),
        (AT_17, None, "Fri 27 Nov 17:00"),
        (WHOLE_FRIDAY, date(2026, 1, 1), "Fri 27 Nov"),
        (WHOLE_FRIDAY, date(2025, 12, 31), "Fri 27 Nov 2026"),
        (AT_17, date(2027, 1, 4), "Fri 27 Nov 2026 17:00"),
    ],
)
def test_a_due_moment_in_a_list_shows_the_year_only_where_it_differs(
    due: Due, today: date | None, expected: str
) -> None:
    assert short_due(due, today) == expected


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(milliseconds=900), "just now"),
        (timedelta(seconds=2), "2 seconds ago"),
        (timedelta(seconds=61), "1 minute ago"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=3, hours=5), "3 days ago"),
    ],
)
def test_says_how_long_ago(passed: timedelta, expected: str) -> None:
    assert ago(FRIDAY_15_UTC - passed, FRIDAY_15_UTC) == expected


@given(st.timedeltas(timedelta(), timedelta(days=4000)))
def test_ago_never_says_more_than_passed(passed: timedelta) -> None:
    words = ago(FRIDAY_15_UTC - passed, FRIDAY_15_UTC)
    seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}

    count, unit = (0, "second") if words == "just now" else (int(words.split()[0]), words.split()[1].rstrip("s"))
    assert count * seconds[unit] <= passed.total_seconds() < (count + 1) * seconds[unit]
