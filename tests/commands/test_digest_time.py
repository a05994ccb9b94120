"""What people may ask of their digest, and what they are told instead of what does not work."""

from datetime import time

import pytest

from commands.digest_time import EXAMPLE, Wish, read_wish
from commands.spelling import UsageError


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("7:30", Wish(at=time(7, 30))),
        ("07.30", Wish(at=time(7, 30))),
        ("at 9", Wish(at=time(9))),
        ("7 am", Wish(at=time(7))),
        ("12pm", Wish(at=time(12))),
        ("5:15PM", Wish(at=time(17, 15))),
        ("20:00", Wish(at=time(20))),
        ("daily", Wish(is_daily=True)),
        ("Every  day", Wish(is_daily=True)),
        ("quiet", Wish(is_daily=False)),
        ("default", Wish(is_reset=True)),
    ],
)
def test_reads_what_people_say(said: str, meant: Wish) -> None:
    assert read_wish(said) == meant


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("off", "moved, not switched off"),
        ("never", "moved, not switched off"),
        ("4:59", "between 5:00 and 20:00"),
        ("20:01", "between 5:00 and 20:00"),
        ("25:00", "No clock shows"),
        ("7:75", "No clock shows"),
        ("tomorrow", "is no time of day"),
        ("7:30 and 9:00", "is no time of day"),
        ("-7", "is no time of day"),
    ],
)
def test_says_what_would_work_instead(said: str, problem: str) -> None:
    with pytest.raises(UsageError) as told:
        read_wish(said)

    assert problem in str(told.value.problem)
    assert told.value.example == EXAMPLE


def test_the_longest_nonsense_is_quoted_in_part() -> None:
    with pytest.raises(UsageError) as told:
        read_wish("x" * 5000)

    assert len(told.value.problem) < 100
