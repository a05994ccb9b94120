"""Working time holds across holidays, weekends and every change of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Due
from bot.working_time import (
    Calendar,
    add_working_days,
    add_working_hours,
    at_local,
    end_of_day,
    is_working_day,
    is_working_moment,
    local_day,
    next_working_day,
    next_working_moment,
    start_of_day,
    whole_day,
    working_days_between,
)

HELSINKI = Calendar("Europe/Helsinki")
CHRISTMAS = Calendar("Europe/Helsinki", holidays=frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
APIA = Calendar("Pacific/Apia")
ZONES = (
    "Europe/Helsinki",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
)


def wall(text: str, zone: str = "Europe/Helsinki") -> datetime:
    """Read a wall time such as "2026-11-27 17:00" as a UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Hours that touch the clock changes at night too, and some with odd minutes.
hours_of_work = st.sampled_from(
    [(time(9), time(17)), (time(0), time(8)), (time(1, 30), time(3, 30)), (time(8, 15), time(23, 59))]
)
# 2011 holds the date that Apia skipped, 2018 the last midnight change of São Paulo.
days = st.dates(date(2011, 1, 1), date(2027, 12, 31))
moments = st.datetimes(datetime(2011, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
quarters = st.integers(0, 400).map(lambda n: n / 4)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    opens, closes = draw(hours_of_work)
    worked = draw(st.frozensets(st.integers(0, 6), min_size=1))
    holidays = draw(st.frozensets(days, max_size=5))
    return Calendar(draw(st.sampled_from(ZONES)), worked, opens, closes, holidays)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/Helsinki", date(2026, 11, 27), time(17), "2026-11-27T15:00"),
        ("Europe/Helsinki", date(2026, 7, 1), time(17), "2026-07-01T14:00"),
        ("Asia/Kolkata", date(2026, 7, 1), time(17), "2026-07-01T11:30"),
        pytest.param(
            "Europe/Helsinki", date(2026, 3, 29), time(3, 30), "2026-03-29T01:30", id="skipped, shown as 4:30"
        ),
        pytest.param("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04T03:00", id="skipped midnight"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45", id="skipped half hour"),
        pytest.param("Europe/Helsinki", date(2026, 10, 25), time(3, 30), "2026-10-25T00:30", id="shown twice: first"),
        pytest.param("Pacific/Apia", date(2011, 12, 30), time(17), "2011-12-31T03:00", id="skipped day"),
    ],
)
def test_reads_the_wall_clock_of_a_zone(zone: str, day: date, clock: time, expected: str) -> None:
    assert at_local(zone, day, clock) == utc(expected)


def test_takes_the_first_of_two_equal_wall_times_even_when_told_the_second() -> None:
    assert at_local("Europe/Helsinki", date(2026, 10, 25), time(3, 30, fold=1)) == utc("2026-10-25T00:30")


def test_knows_the_date_on_the_wall_of_each_zone() -> None:
    at = utc("2026-11-27T22:30")

    assert [local_day(zone, at).day for zone in ("America/New_York", "Europe/Helsinki")] == [27, 28]


def test_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        local_day("Europe/Helsinki", datetime(2026, 11, 27, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("calendar", "day", "expected"),
    [
        (HELSINKI, date(2026, 11, 27), True),
        (HELSINKI, date(2026, 11, 28), False),
        (CHRISTMAS, date(2026, 12, 24), False),
        (CHRISTMAS, date(2026, 12, 23), True),
        (Calendar("Asia/Dubai", frozenset({6, 0, 1, 2, 3})), date(2026, 11, 29), True),
        pytest.param(APIA, date(2011, 12, 30), False, id="a Friday that Apia never had"),
        pytest.param(APIA, date(2011, 12, 29), True, id="the Thursday before it"),
    ],
)
def test_knows_working_days(calendar: Calendar, day: date, expected: bool) -> None:
    assert is_working_day(calendar, day) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-27 08:59", False),
        ("2026-11-27 09:00", True),
        ("2026-11-27 16:59", True),
        ("2026-11-27 17:00", False),
        ("2026-11-28 12:00", False),
    ],
)
def test_works_from_opening_until_just_before_closing(at: str, expected: bool) -> None:
    assert is_working_moment(HELSINKI, wall(at)) is expected


@pytest.mark.parametrize(
    ("calendar", "at", "expected"),
    [
        (HELSINKI, "2026-11-27 10:20", "2026-11-27 10:20"),
        (HELSINKI, "2026-11-27 06:00", "2026-11-27 09:00"),
        (HELSINKI, "2026-11-27 17:00", "2026-11-30 09:00"),
        (CHRISTMAS, "2026-12-23 18:00", "2026-12-28 09:00"),
    ],
)
def test_finds_the_next_working_moment(calendar: Calendar, at: str, expected: str) -> None:
    assert next_working_moment(calendar, wall(at)) == wall(expected)


@pytest.mark.parametrize(
    ("calendar", "at", "hours", "expected"),
    [
        (HELSINKI, "2026-11-26 10:00", 4, "2026-11-26 14:00"),
        (HELSINKI, "2026-11-26 15:00", 4, "2026-11-27 11:00"),
        (HELSINKI, "2026-11-27 15:00", 4, "2026-11-30 11:00"),
        (HELSINKI, "2026-11-27 15:00", 2, "2026-11-27 17:00"),
        (HELSINKI, "2026-11-28 12:00", 8, "2026-11-30 17:00"),
        (HELSINKI, "2026-11-28 12:00", 0, "2026-11-30 09:00"),
        (HELSINKI, "2026-11-27 17:00", 0, "2026-11-27 17:00"),
        (HELSINKI, "2026-11-27 17:00", 0.5, "2026-11-30 09:30"),
        (HELSINKI, "2026-11-23 09:00", 80, "2026-12-04 17:00"),
        (CHRISTMAS, "2026-12-23 16:00", 2, "2026-12-28 10:00"),
        pytest.param(HELSINKI, "2026-10-23 16:00", 2, "2026-10-26 10:00", id="over the change to winter time"),
        pytest.param(HELSINKI, "2026-03-27 16:00", 2, "2026-03-30 10:00", id="over the change to summer time"),
    ],
)
def test_counts_only_working_hours(calendar: Calendar, at: str, hours: float, expected: str) -> None:
    assert add_working_hours(calendar, wall(at), hours) == wall(expected)


def test_a_night_shift_over_the_change_to_summer_time_is_an_hour_shorter() -> None:
    nights = Calendar("Europe/Helsinki", frozenset(range(7)), time(1), time(5))

    end = add_working_hours(nights, wall("2026-03-29 01:00"), 3.5)

    assert end == wall("2026-03-30 01:30")


def test_hours_of_work_that_a_clock_change_skips_are_not_worked() -> None:
    early = Calendar("Europe/Helsinki", frozenset(range(7)), time(3, 30), time(4))

    end = add_working_hours(early, wall("2026-03-28 12:00"), 0.5)

    assert end == wall("2026-03-30 04:00")


def test_a_date_that_the_zone_skipped_is_not_counted() -> None:
    end = add_working_hours(APIA, wall("2011-12-29 16:00", APIA.zone), 2)

    assert end == wall("2012-01-02 10:00", APIA.zone)


@pytest.mark.parametrize(
    ("calendar", "day", "n", "expected"),
    [
        (HELSINKI, date(2026, 11, 26), 1, date(2026, 11, 27)),
        (HELSINKI, date(2026, 11, 27), 1, date(2026, 11, 30)),
        (HELSINKI, date(2026, 11, 28), 1, date(2026, 11, 30)),
        (HELSINKI, date(2026, 11, 28), 0, date(2026, 11, 30)),
        (HELSINKI, date(2026, 11, 27), 0, date(2026, 11, 27)),
        (HELSINKI, date(2026, 11, 30), -1, date(2026, 11, 27)),
        (HELSINKI, date(2026, 11, 28), -1, date(2026, 11, 27)),
        (HELSINKI, date(2026, 11, 26), 10, date(2026, 12, 10)),
        (CHRISTMAS, date(2026, 12, 23), 1, date(2026, 12, 28)),
        (CHRISTMAS, date(2026, 12, 28), -2, date(2026, 12, 22)),
    ],
)
def test_counts_working_days(calendar: Calendar, day: date, n: int, expected: date) -> None:
    assert add_working_days(calendar, day, n) == expected


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert next_working_day(HELSINKI, date(2026, 11, 26)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 11, 27), date(2026, 11, 29), 0),
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 11, 23), date(2026, 12, 4), 9),
        (date(2026, 11, 30), date(2026, 11, 27), -1),
        (date(2026, 11, 29), date(2026, 11, 20), -6),
    ],
)
def test_counts_the_working_days_between_two_dates(a: date, b: date, expected: int) -> None:
    assert working_days_between(HELSINKI, a, b) == expected


def test_a_day_starts_at_opening_and_ends_at_closing_worked_or_not() -> None:
    saturday = date(2026, 11, 28)

    assert start_of_day(HELSINKI, saturday) == wall("2026-11-28 09:00")
    assert end_of_day(HELSINKI, saturday) == wall("2026-11-28 17:00")


def test_a_date_means_the_end_of_that_day_and_stays_that_date() -> None:
    due = whole_day(HELSINKI, date(2026, 11, 28))

    assert due == Due(wall("2026-11-28 17:00"), "Europe/Helsinki", date(2026, 11, 28))


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "", "Europe", "../etc/passwd", "\0"])
def test_names_a_zone_that_does_not_exist(zone: str) -> None:
    with pytest.raises(ValueError, match="not a time zone; one that works: Europe/Helsinki"):
        Calendar(zone)


def test_refuses_a_calendar_without_days() -> None:
    with pytest.raises(ValueError, match="Working days are some of"):
        Calendar("Europe/Helsinki", frozenset())


def test_refuses_a_calendar_that_closes_before_it_opens() -> None:
    with pytest.raises(ValueError, match="opens at 17:00 and closes at 09:00"):
        Calendar("Europe/Helsinki", opens=time(17), closes=time(9))


def test_gives_up_on_a_calendar_of_holidays_only() -> None:
    start = date(2026, 11, 27)
    closed = Calendar("Europe/Helsinki", holidays=frozenset(start + timedelta(n) for n in range(500)))

    with pytest.raises(ValueError, match="no working day within 400 days of 2026-11-27"):
        add_working_days(closed, start, 1)
    with pytest.raises(ValueError, match="no working day"):
        add_working_hours(closed, wall("2026-11-27 12:00"), 1)
    with pytest.raises(ValueError, match="no working day"):
        next_working_moment(closed, wall("2026-11-27 12:00"))


@pytest.mark.parametrize("hours", [-1, float("nan"), float("inf"), 1e9])
def test_refuses_hours_that_cannot_be_counted(hours: float) -> None:
    with pytest.raises(ValueError, match="working hours cannot be added"):
        add_working_hours(HELSINKI, wall("2026-11-27 12:00"), hours)


def test_refuses_more_working_days_than_anyone_means() -> None:
    with pytest.raises(ValueError, match="10000 at most"):
        add_working_days(HELSINKI, date(2026, 11, 27), 1_000_000)


def test_the_end_of_the_calendar_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="years 2 to 9998 work"):
        next_working_day(HELSINKI, date.max)
    with pytest.raises(ValueError, match="years 2 to 9998 work"):
        at_local("Pacific/Honolulu", date.max, time(17))


@given(calendars(), moments)
def test_the_next_working_moment_is_later_or_now_inside_hours_and_stays(calendar: Calendar, at: datetime) -> None:
    found = next_working_moment(calendar, at)

    assert found >= at
    assert is_working_moment(calendar, found)
    assert next_working_moment(calendar, found) == found


@given(calendars(), moments, moments)
def test_the_next_working_moment_keeps_the_order(calendar: Calendar, a: datetime, b: datetime) -> None:
    first, second = sorted((a, b))

    assert next_working_moment(calendar, first) <= next_working_moment(calendar, second)


@given(calendars(), moments, quarters)
def test_added_hours_end_inside_hours_or_at_closing(calendar: Calendar, at: datetime, hours: float) -> None:
    end = add_working_hours(calendar, at, hours)
    closing = end_of_day(calendar, local_day(calendar.zone, end))

    assert end >= at + timedelta(hours=hours)
    assert is_working_moment(calendar, end) or end == closing


@given(calendars(), moments, quarters, quarters)
def test_hours_added_in_two_parts_are_the_same(calendar: Calendar, at: datetime, a: float, b: float) -> None:
    in_parts = add_working_hours(calendar, add_working_hours(calendar, at, a), b)

    assert in_parts == add_working_hours(calendar, at, a + b)


@given(calendars(), moments, moments, quarters)
def test_added_hours_keep_the_order(calendar: Calendar, a: datetime, b: datetime, hours: float) -> None:
    first, second = sorted((a, b))

    assert add_working_hours(calendar, first, hours) <= add_working_hours(calendar, second, hours)


@given(calendars(), days, st.integers(1, 60), st.integers(1, 60))
def test_working_days_added_in_two_parts_are_the_same(calendar: Calendar, day: date, a: int, b: int) -> None:
    in_parts = add_working_days(calendar, add_working_days(calendar, day, a), b)

    assert in_parts == add_working_days(calendar, day, a + b)


@given(calendars(), days, st.integers(-60, 60).filter(bool))
def test_counting_working_days_undoes_adding_them(calendar: Calendar, day: date, n: int) -> None:
    end = add_working_days(calendar, day, n)

    assert is_working_day(calendar, end)
    assert working_days_between(calendar, day, end) == n


@given(calendars(), days)
def test_a_day_never_ends_before_it_starts(calendar: Calendar, day: date) -> None:
    assert start_of_day(calendar, day) <= end_of_day(calendar, day)


@given(st.sampled_from(ZONES), days, st.times())
def test_a_wall_time_is_on_its_day_or_skipped(zone: str, day: date, clock: time) -> None:
    shown = at_local(zone, day, clock).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    typed = datetime.combine(day, clock)

    assert shown >= typed
    assert shown - typed in {timedelta(), timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)}
