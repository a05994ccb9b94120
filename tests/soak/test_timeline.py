"""Real time beside the workspace's: between marks, over a night that was jumped, and in the hours people are spoken to."""

import pytest

from tests.soak.making import at
from tests.soak.timeline import Timeline

MADRID = "Europe/Madrid"


@pytest.fixture
def over_night() -> Timeline:
    """Run from seven to seven in 120 seconds, jump the night, and run on as fast."""
    return Timeline([(0.0, at("7:00")), (120.0, at("19:00")), (120.1, at("6:00", 1)), (240.1, at("18:00", 1))])


@pytest.mark.parametrize(
    ("clock", "day", "real"), [("7:00", 30, 0), ("13:00", 30, 60), ("19:00", 30, 120), ("12:00", 1, 180.1)]
)
def test_between_two_marks_time_passed_evenly(over_night: Timeline, clock: str, day: int, real: float) -> None:
    assert over_night.real(at(clock, day)) == pytest.approx(real)
    assert over_night.there(real) == pytest.approx(at(clock, day))


def test_an_hour_that_was_jumped_over_is_the_moment_of_the_jump(over_night: Timeline) -> None:
    assert over_night.real(at("23:00")) == pytest.approx(120.05, abs=0.06)


def test_beyond_its_ends_time_goes_on_as_real_time_does(over_night: Timeline) -> None:
    assert over_night.there(250.1) == pytest.approx(at("18:00", 1) + 10)
    assert over_night.real(at("18:00", 1) + 10) == pytest.approx(250.1)


def test_a_moment_later_in_real_seconds_may_be_the_next_morning(over_night: Timeline) -> None:
    assert over_night.later(at("18:54"), 11.1) == pytest.approx(at("7:00", 1))


def test_only_hours_in_which_people_are_spoken_to_count(over_night: Timeline) -> None:
    """In Madrid these are 7:00 to 17:00 UTC; the hours from 17:00 to 7:00 count for nothing."""
    assert over_night.spoken(MADRID, at("16:00"), at("8:00", 1)) == pytest.approx(20)
    assert over_night.spoken(MADRID, at("18:00"), at("6:30", 1)) == 0
    assert over_night.spoken(MADRID, at("9:00"), at("9:00")) == 0


@pytest.mark.parametrize(("until", "is_served"), [(40.0, True), (60.0, False), (80.0, False)])
def test_it_knows_whether_somebody_lived_all_the_time(over_night: Timeline, until: float, is_served: bool) -> None:
    over_night.lives = [(0.0, 3), (50.0, 0), (70.0, 1)]

    assert over_night.is_served(at("8:00"), over_night.there(until)) is is_served


def test_before_anybody_was_seen_nobody_lived(over_night: Timeline) -> None:
    assert not over_night.is_served(at("8:00"), at("9:00"))


def test_a_mark_that_is_not_newer_is_left_out(over_night: Timeline) -> None:
    before = list(over_night.marks)

    over_night.mark(240.1, at("19:00", 1))

    assert over_night.marks == before


@pytest.mark.parametrize(("seconds", "real"), [(10.0, 20.0), (40.0, 50.0), (41.0, 71.0), (1000.0, 1030.0)])
def test_it_knows_when_somebody_has_served_long_enough(over_night: Timeline, seconds: float, real: float) -> None:
    over_night.lives = [(0.0, 3), (50.0, 0), (70.0, 1)]

    assert over_night.served(at("8:00"), seconds) == pytest.approx(over_night.there(real))


def test_where_nobody_serves_any_more_it_is_never_long_enough(over_night: Timeline) -> None:
    over_night.lives = [(0.0, 3), (50.0, 0)]

    assert over_night.served(at("8:00"), 41.0) == float("inf")


def test_it_knows_which_share_of_the_time_somebody_served(over_night: Timeline) -> None:
    over_night.lives = [(-5.0, 0), (0.0, 3), (60.0, 0), (120.05, 1)]

    assert over_night.share_served() == pytest.approx(0.75, abs=0.01)
