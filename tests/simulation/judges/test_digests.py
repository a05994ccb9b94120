"""Digests: who must have heard on which morning."""

from datetime import UTC, datetime

import pytest

from bot.model import Due
from tests.simulation.judges.digests import lost
from tests.simulation.story import Dated, DealStory, StepStory, Story, Told
from tests.simulation.town import ANA, OMAR


def on(day: int, clock: str) -> float:
    """Return a moment of November 2026 in UTC; the 24th is a Tuesday. Helsinki is two hours ahead."""
    return datetime.strptime(f"2026-11-{day:02} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC).timestamp()


@pytest.fixture
def step() -> StepStory:
    """Return Ana's step of Monday, due on Tuesday at noon."""
    told = Told(on(23, "10:00"), on(23, "10:00"))
    return StepStory("call", ANA, told, [Dated(Due(datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/Helsinki"), told)])


@pytest.fixture
def story(step: StepStory) -> Story:
    return Story({"t11": DealStory("t11", "T1", ANA, OMAR, step.made, steps={"call": step})})


def missed(story: Story, *said: str, end: float, calm_from: float = 0.0) -> list[str]:
    there = [("T1", f"D{ANA}", day) for day in said]
    return [each.seen for each in lost(story, there, calm_from=calm_from, end=end)]


def test_whoever_has_a_step_that_day_hears_of_it_in_the_morning(story: Story) -> None:
    assert missed(story, end=on(24, "06:59")) == []
    assert missed(story, end=on(24, "07:01")) == ["DUANA of T1 on 2026-11-24"]
    assert missed(story, "2026-11-24", end=on(24, "07:01")) == []


def test_an_overdue_step_is_told_every_working_morning(story: Story) -> None:
    heard = missed(story, "2026-11-24", "2026-11-26", end=on(29, "12:00"))

    assert heard == ["DUANA of T1 on 2026-11-25", "DUANA of T1 on 2026-11-27"]


def test_a_step_of_another_day_or_that_is_done_needs_no_digest(story: Story, step: StepStory) -> None:
    step.dates[0].due = Due(datetime(2026, 11, 27, 10, tzinfo=UTC), "Europe/Helsinki")
    assert missed(story, end=on(26, "12:00")) == []

    step.kept = Told(on(23, "11:00"))
    assert missed(story, end=on(29, "12:00")) == []


def test_a_step_that_was_made_that_morning_comes_too_late_for_it(story: Story, step: StepStory) -> None:
    step.made.answered_at = on(24, "06:10")

    assert missed(story, end=on(24, "12:00")) == []


def test_by_a_clock_that_is_ahead_the_morning_may_come_before_the_step(story: Story, step: StepStory) -> None:
    step.made.answered_at = on(24, "05:30")
    there: list[tuple[str, str, str]] = []

    assert [each.seen for each in lost(story, there, calm_from=0.0, end=on(24, "12:00"))] == [
        f"D{ANA} of T1 on 2026-11-24"
    ]
    assert list(lost(story, there, calm_from=0.0, end=on(24, "12:00"), off=3600.0)) == []


def test_what_could_not_be_said_before_the_evening_need_not_be_said(story: Story) -> None:
    assert missed(story, calm_from=on(24, "15:20"), end=on(24, "20:00")) == ["DUANA of T1 on 2026-11-24"]
    assert missed(story, calm_from=on(24, "15:40"), end=on(24, "20:00")) == []


def test_a_deal_whose_memory_was_lost_is_let_be(story: Story) -> None:
    story.deals["t11"].is_shaken = True

    assert missed(story, end=on(24, "12:00")) == []
