"""What people say about time is understood, or refused with an example; nothing in between."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.model import Due
from bot.working_time import Calendar, at_local
from commands.days import days_meant
from commands.when import NotUnderstood, understand

ZONE = "Europe/Helsinki"
CALENDAR = Calendar(ZONE)


def wall(text: str, zone: str = ZONE) -> datetime:
    """Read a wall time such as "2026-11-27 17:00" as a UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


WEDNESDAY_10 = wall("2026-11-25 10:00")
FRIDAY_14 = wall("2026-11-27 14:00")
FRIDAY_18 = wall("2026-11-27 18:00")
SATURDAY = wall("2026-11-28 12:00")


def said(text: str, now: datetime = WEDNESDAY_10, calendar: Calendar = CALENDAR) -> str:
    """Understand, and tell the result as its date, with the wall clock where a clock time was meant."""
    due = understand(text, now=now, calendar=calendar)
    assert due.zone == calendar.zone
    if due.on:
        assert due.at == at_local(calendar.zone, due.on, calendar.closes)
        return due.on.isoformat()
    return f"{due.at.astimezone(ZoneInfo(calendar.zone)):%Y-%m-%d %H:%M}"


# Said on Wednesday the 25th of November 2026 at 10:00 in Helsinki.
UNDERSTOOD = {
    # near days
    "today": "2026-11-25",
    "eod": "2026-11-25",
    "cob": "2026-11-25",
    "end of day": "2026-11-25",
    "tomorrow": "2026-11-26",
    "eod tomorrow": "2026-11-26",
    "day after tomorrow": "2026-11-27",
    # weekdays
    "wed": "2026-11-25",
    "fri": "2026-11-27",
    "Friday": "2026-11-27",
    "this friday": "2026-11-27",
    "by friday": "2026-11-27",
    "friday.": "2026-11-27",
    "“friday”": "2026-11-27",
    "friday eod": "2026-11-27",
    "end of friday": "2026-11-27",
    "sat": "2026-11-28",
    "tue": "2026-12-01",
    "next fri": "2026-12-04",
    "next monday": "2026-11-30",
    "friday next week": "2026-12-04",
    "monday week": "2026-12-07",
    # weekdays with a date
    "fri 27 nov": "2026-11-27",
    "Fri, 27.11.": "2026-11-27",
    "friday the 27th": "2026-11-27",
    "pe 27.11.": "2026-11-27",
    # clock times
    "friday 15:00": "2026-11-27 15:00",
    "friday at 3pm": "2026-11-27 15:00",
    "fri 3 p.m.": "2026-11-27 15:00",
    "3 pm friday": "2026-11-27 15:00",
    "3pm on friday": "2026-11-27 15:00",
    "friday at 9.30": "2026-11-27 09:30",
    "15:00 1.12": "2026-12-01 15:00",
    "9am dec 1": "2026-12-01 09:00",
    "wed 11:00": "2026-11-25 11:00",
    "wed 9:00": "2026-12-02 09:00",
    "tomorrow 9am": "2026-11-26 09:00",
    "tomorrow noon": "2026-11-26 12:00",
    "noon tomorrow": "2026-11-26 12:00",
    "noon": "2026-11-25 12:00",
    "15:00": "2026-11-25 15:00",
    "@ 15:00": "2026-11-25 15:00",
    "9am": "2026-11-26 09:00",
    "12am": "2026-11-26 00:00",
    "12:30pm": "2026-11-25 12:30",
    "next monday 9:00": "2026-11-30 09:00",
    # spans
    "in 2 hours": "2026-11-25 12:00",
    "2h": "2026-11-25 12:00",
    "in an hour": "2026-11-25 11:00",
    "in half an hour": "2026-11-25 10:30",
    "in 1.5 hours": "2026-11-25 11:30",
    "in 45 minutes": "2026-11-25 10:45",
    "in 8 working hours": "2026-11-26 10:00",
    "in 3 days": "2026-11-28",
    "3d": "2026-11-28",
    "in 3 days 15:00": "2026-11-28 15:00",
    "in a week": "2026-12-02",
    "2 weeks": "2026-12-09",
    "in two weeks": "2026-12-09",
    "in a fortnight": "2026-12-09",
    "in 2 months": "2027-01-25",
    "in 3 working days": "2026-11-30",
    "3 business days": "2026-11-30",
    "3wd": "2026-11-30",
    "in a working day": "2026-11-26",
    # periods mean their last working day
    "eow": "2026-11-27",
    "end of week": "2026-11-27",
    "this week": "2026-11-27",
    "next week": "2026-12-04",
    "end of next week": "2026-12-04",
    "by the end of next week": "2026-12-04",
    "next quarter": "2027-03-31",
    "eom": "2026-11-30",
    "end of month": "2026-11-30",
    "end of the month": "2026-11-30",
    "next month": "2026-12-31",
    "end of january": "2027-01-29",
    "end of jan 2028": "2028-01-31",
    "eoq": "2026-12-31",
    "Q1": "2027-03-31",
    "q4": "2026-12-31",
    "end of Q2": "2027-06-30",
    "Q1 2028": "2028-03-31",
    "eoy": "2026-12-31",
    "next year": "2027-12-31",
    # dates in figures
    "2026-12-01": "2026-12-01",
    "2026-12-01 15:00": "2026-12-01 15:00",
    "2026-12-01T15:00": "2026-12-01 15:00",
    "1.12.": "2026-12-01",
    "1.12": "2026-12-01",
    "1. 12. 2026": "2026-12-01",
    "1.12.26": "2026-12-01",
    "1.12. 15:00": "2026-12-01 15:00",
    "25.11.": "2026-11-25",
    "24.11.": "2027-11-24",
    "25/12": "2026-12-25",
    "12/25/2026": "2026-12-25",
    "5/5": "2027-05-05",
    "the 5th": "2026-12-05",
    "eod on the 5th": "2026-12-05",
    "25th": "2026-11-25",
    "31st": "2026-12-31",
    "\u0661.\u0661\u0662.": "2026-12-01",
    # dates with a name
    "1 dec": "2026-12-01",
    "dec 1": "2026-12-01",
    "Dec 1st, 2027": "2027-12-01",
    "1st of december": "2026-12-01",
    "1-dec-2026": "2026-12-01",
    "1 dec 15:00": "2026-12-01 15:00",
    "25 nov": "2026-11-25",
    "24 nov": "2027-11-24",
    "29 feb": "2028-02-29",
    "5 may": "2027-05-05",
    # what Baton itself says
    "Fri 27 Nov 2026, 17:00": "2026-11-27 17:00",
    "Friday 27 November 2026, 15:00": "2026-11-27 15:00",
    # German and Finnish
    "morgen": "2026-11-26",
    "Freitag": "2026-11-27",
    "bis Freitag 15 Uhr": "2026-11-27 15:00",
    "1. Dezember": "2026-12-01",
    "in 3 Tagen": "2026-11-28",
    "in zwei Wochen": "2026-12-09",
    "in 3 Stunden": "2026-11-25 13:00",
    "huomenna": "2026-11-26",
    "perjantaina klo 15.30": "2026-11-27 15:30",
    "1. joulukuuta": "2026-12-01",
    "3 päivän päästä": "2026-11-28",
}

NONSENSE = (
    "",
    " ",
    "soon",
    "asap",
    "later",
    "the pump",
    "2 pumps",
    "12 pumps friday",
    "call ana friday",
    "pump 3",
    "order dec 1",
    "2",
    "15",
    "2026",
    "1764000000",
    "may",
    "march",
    "december",
    "a",
    "to",
    "do",
    "about 5",
    "five 5",
    "2 friday",
    "5 today",
    "in 5 today",
    "2 huomenna",
    "friday 5",
    "5 dec 1",
    "at 3",
    "15 m",
    "now",
    "31 feb",
    "31.2.",
    "2026-13-01",
    "00.00.",
    "25:00",
    "15:60",
    "13pm",
    "0am",
    "fri 25:00",
    "32nd",
    "Q5",
    "midnight",
    "friday 9:00-11:00",
    "monday or tuesday",
    "in a while",
    "in 2 seconds",
    "friday 15:00 EST",
    "<@U123>",
    "🚀",
    "\x00",
    "friday " * 2000,
)


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD.items())
def test_understands_what_people_say(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), list(UNDERSTOOD.items())[::7])
def test_capitals_spaces_and_invisible_marks_do_no_harm(text: str, expected: str) -> None:
    spaced = text.upper().replace(" ", "\u00a0\n ")

    assert said(f"\u200f \u00a0{spaced}\u2069 ") == expected


@pytest.mark.parametrize("text", NONSENSE)
def test_refuses_what_is_not_a_time(text: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understand(text, now=WEDNESDAY_10, calendar=CALENDAR)

    assert refusal.value.problem.endswith("is not a time I understand.")
    assert refusal.value.example == "tomorrow 15:00"


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        pytest.param("fri", FRIDAY_14, "2026-11-27", id="before closing: today"),
        pytest.param("fri", FRIDAY_18, "2026-12-04", id="after closing: next week"),
        pytest.param("friday 15:00", FRIDAY_14, "2026-11-27 15:00", id="before that time: today"),
        pytest.param("friday 15:00", FRIDAY_18, "2026-12-04 15:00", id="after that time: next week"),
        pytest.param("next fri", FRIDAY_14, "2026-12-04", id="next is never today"),
        pytest.param("next fri", SATURDAY, "2026-12-04", id="next is in the next calendar week"),
        pytest.param("noon", FRIDAY_14, "2026-11-28 12:00", id="the next noon"),
        pytest.param("in 1 working day", SATURDAY, "2026-11-30", id="counts from the weekend"),
        pytest.param("in 4 working hours", FRIDAY_14, "2026-11-30 10:00", id="over the weekend"),
        pytest.param("Q4", wall("2027-01-01 10:00"), "2027-12-31", id="the next Q4 that has not ended"),
        pytest.param("in 1 month", wall("2027-01-31 10:00"), "2027-02-28", id="a shorter month"),
        pytest.param("the 31st", wall("2027-02-10 10:00"), "2027-03-31", id="the next month that has it"),
        pytest.param("tomorrow", wall("2026-12-31 23:30"), "2027-01-01", id="over new year"),
    ],
)
def test_what_it_means_depends_on_when_it_is_said(text: str, now: datetime, expected: str) -> None:
    assert said(text, now) == expected


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"])
def test_a_day_is_a_day_of_the_one_who_typed(zone: str) -> None:
    late_evening = wall("2026-11-25 23:30", zone)

    assert said("tomorrow", late_evening, Calendar(zone)) == "2026-11-26"
    assert said("tomorrow 15:00", late_evening, Calendar(zone)) == "2026-11-26 15:00"


def test_working_days_leave_out_holidays() -> None:
    calendar = Calendar(ZONE, holidays=frozenset({date(2026, 11, 26), date(2026, 11, 30)}))

    assert said("in 2 working days", WEDNESDAY_10, calendar) == "2026-12-01"
    assert said("eom", WEDNESDAY_10, calendar) == "2026-11-27"


def test_a_week_without_a_working_day_ends_on_its_last_day() -> None:
    week = frozenset(date(2026, 11, 30) + timedelta(n) for n in range(7))

    assert said("next week", WEDNESDAY_10, Calendar(ZONE, holidays=week)) == "2026-12-06"


def test_a_date_is_the_end_of_that_working_day() -> None:
    due = understand("fri", now=WEDNESDAY_10, calendar=Calendar(ZONE, closes=time(16)))

    assert due == Due(wall("2026-11-27 16:00"), ZONE, date(2026, 11, 27))


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    assert said("29.3.2026 3:30", wall("2026-03-27 10:00")) == "2026-03-29 04:30"


def test_two_hours_are_two_hours_whatever_the_clocks_do() -> None:
    now = wall("2026-03-29 02:00")

    assert understand("in 2 hours", now=now, calendar=CALENDAR).at == now + timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "now", "was"),
    [
        ("24.11.2026", WEDNESDAY_10, "Tue 24 Nov 2026, 17:00 EET"),
        ("today 9am", WEDNESDAY_10, "Wed 25 Nov 2026, 09:00 EET"),
        ("1 nov 2020", WEDNESDAY_10, "Sun 1 Nov 2020, 17:00 EET"),
        ("today", FRIDAY_18, "Fri 27 Nov 2026, 17:00 EET"),
        ("eow", SATURDAY, "Fri 27 Nov 2026, 17:00 EET"),
        ("in 0 hours", WEDNESDAY_10, "Wed 25 Nov 2026, 10:00 EET"),
    ],
)
def test_refuses_what_is_past_and_says_so(text: str, now: datetime, was: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understand(text, now=now, calendar=CALENDAR)

    assert refusal.value.problem == f"“{text}” was {was}, and that is past."


@pytest.mark.parametrize("text", ["1 dec 2030", "2030-01-01", "in 999 months", "999wd", "in 40 years", "Q1 2999"])
def test_refuses_what_is_too_far_ahead(text: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understand(text, now=WEDNESDAY_10, calendar=CALENDAR)

    assert refusal.value.problem == f"“{text}” is more than three years ahead."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("12/1", "it can be 2027-01-12 or 2026-12-01."),
        ("1/12/2026 15:00", "it can be 2026-12-01 or 2026-01-12."),
        ("sat 27 nov", "2026-11-27 is a Friday."),
        ("monday 2026-12-01", "2026-12-01 is a Tuesday."),
    ],
)
def test_asks_instead_of_guessing(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understand(text, now=WEDNESDAY_10, calendar=CALENDAR)

    assert refusal.value.problem == f"“{text}” is not clear: {why}"


def test_a_refusal_carries_the_text_and_quotes_it_cut() -> None:
    text = "as soon as the pump has come " * 100

    with pytest.raises(NotUnderstood) as refusal:
        understand(text, now=WEDNESDAY_10, calendar=CALENDAR)

    assert refusal.value.text == text
    assert len(refusal.value.problem) < 150
    assert "…” is not a time" in refusal.value.problem


def test_a_weekday_said_on_that_day_can_mean_two_dates() -> None:
    assert days_meant("fri", today=date(2026, 11, 27), calendar=CALENDAR) == (date(2026, 11, 27), date(2026, 12, 4))


moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from([ZONE, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"])
words = st.sampled_from([word for text in UNDERSTOOD for word in text.split()] + ["pump", "about", "999", "31", "ago"])
phrases = st.lists(words, max_size=5).map(" ".join)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=70) | st.text("0123456789.:/- adfmpqstuw", max_size=20) | phrases, moments, zones)
@example("in 999 decades", WEDNESDAY_10, ZONE)
@example("9999-12-31", WEDNESDAY_10, ZONE)
@example("1000-01-01", WEDNESDAY_10, "Pacific/Apia")
@example("²:³³", WEDNESDAY_10, ZONE)
def test_any_text_is_a_moment_to_come_or_is_refused(text: str, now: datetime, zone: str) -> None:
    with suppress(NotUnderstood):
        due = understand(text, now=now, calendar=Calendar(zone))

        assert now < due.at < now + timedelta(days=4 * 366)
        assert due.at.tzinfo is UTC


@given(moments, zones)
def test_the_example_always_works(now: datetime, zone: str) -> None:
    calendar = Calendar(zone)

    assert understand(NotUnderstood("").example, now=now, calendar=calendar).at > now
