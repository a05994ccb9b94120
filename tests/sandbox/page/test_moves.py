"""Where the clock's buttons lead."""

from datetime import UTC, datetime

import pytest

from sandbox.errors import Refused
from sandbox.page.moves import MONDAY, next_morning, wanted


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-23T05:00", "2026-11-23T07:30"),  # before half past eight in Madrid: today
        ("2026-11-23T07:30", "2026-11-24T07:30"),  # at half past eight sharp: tomorrow
        ("2026-12-31T20:00", "2027-01-01T07:30"),
        ("2026-03-28T20:00", "2026-03-29T06:30"),  # the night in which summer begins
        ("2026-10-24T20:00", "2026-10-25T07:30"),  # the night in which it ends
    ],
)
def test_the_next_morning_is_always_ahead(now: str, morning: str) -> None:
    assert next_morning(utc(now), "Europe/Madrid") == utc(morning)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-11-23T05:00", "2026-11-23T07:30"),  # early on a Monday
        ("2026-11-23T08:00", "2026-11-30T07:30"),  # later on a Monday: a week on
        ("2026-11-27T20:00", "2026-11-30T07:30"),
    ],
)
def test_next_monday_is_the_next_one_that_begins(now: str, monday: str) -> None:
    assert next_morning(utc(now), "Europe/Madrid", weekday=MONDAY) == utc(monday)


def test_the_morning_is_the_readers_own() -> None:
    assert next_morning(utc("2026-11-22T20:00"), "Pacific/Kiritimati") == utc("2026-11-23T18:30")


@pytest.mark.parametrize(("move", "seconds"), [("hour", 3600), ("day", 86_400)])
def test_spans_are_told_in_seconds(move: str, seconds: float) -> None:
    assert wanted(move, "", utc("2026-11-23T08:00"), "UTC") == {"advance_seconds": seconds}


@pytest.mark.parametrize(
    ("move", "to", "moment"),
    [
        ("morning", "", "2026-11-24T07:30:00+00:00"),
        ("monday", "", "2026-11-30T07:30:00+00:00"),
        ("to", "2026-12-01T14:30", "2026-12-01T13:30:00+00:00"),
    ],
)
def test_moments_are_told_in_utc(move: str, to: str, moment: str) -> None:
    assert wanted(move, to, utc("2026-11-23T08:00"), "Europe/Madrid") == {"move_to": moment}


@pytest.mark.parametrize("to", ["", "soon", "2026-13-01T10:00"])
def test_what_is_no_moment_is_refused_in_a_sentence(to: str) -> None:
    with pytest.raises(Refused, match="Choose a day and a time"):
        wanted("to", to, utc("2026-11-23T08:00"), "UTC")


def test_a_move_that_the_clock_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(Refused, match="hour, day, morning, monday, to"):
        wanted("yesterday", "", utc("2026-11-23T08:00"), "UTC")
