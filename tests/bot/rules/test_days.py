"""Delays that are meant as days: never at closing time, and what was counted in days comes at nine or at one."""

from datetime import time

import pytest

from bot.rules.days import half_day_after, later
from bot.working_time import Calendar
from tests.bot.making import HELSINKI, at

PLAIN = Calendar(HELSINKI)
EARLY = Calendar(HELSINKI, opens=time(6), closes=time(12))


@pytest.mark.parametrize(
    ("since", "hours", "asked"),
    [
        ("2026-11-23 10:00", 8, "2026-11-24 10:00"),
        ("2026-11-23 09:00", 8, "2026-11-24 09:00"),
        ("2026-11-23 08:30", 8, "2026-11-24 09:00"),
        ("2026-11-23 17:00", 8, "2026-11-25 09:00"),
        ("2026-11-23 17:30", 8, "2026-11-25 09:00"),
        ("2026-11-27 09:00", 8, "2026-11-30 09:00"),
        ("2026-11-23 09:00", 16, "2026-11-25 09:00"),
        # Hours are hours: two of them may well end at five.
        ("2026-11-23 15:00", 2, "2026-11-23 17:00"),
    ],
)
def test_a_day_later_is_never_closing_time_but_the_next_morning(since: str, hours: float, asked: str) -> None:
    assert later(PLAIN, at(since), hours) == at(asked)


@pytest.mark.parametrize(
    ("since", "hours", "asked"),
    [
        ("2026-11-23 10:00", 8, "2026-11-24 13:00"),
        ("2026-11-23 13:00", 8, "2026-11-24 13:00"),
        ("2026-11-23 13:01", 8, "2026-11-25 09:00"),
        ("2026-11-23 09:00", 8, "2026-11-24 09:00"),
        ("2026-11-27 16:00", 8, "2026-12-01 09:00"),
        ("2026-11-23 23:00", 40, "2026-12-01 09:00"),
        ("2026-11-23 10:12", 4, "2026-11-23 14:12"),
    ],
)
def test_what_is_counted_in_days_comes_when_half_a_day_begins(since: str, hours: float, asked: str) -> None:
    assert half_day_after(PLAIN, at(since), hours) == at(asked)


def test_halves_are_those_of_the_persons_own_day() -> None:
    assert half_day_after(EARLY, at("2026-11-23 07:00"), 8) == at("2026-11-24 09:00")
    assert half_day_after(EARLY, at("2026-11-23 12:00"), 8) == at("2026-11-25 09:00")
