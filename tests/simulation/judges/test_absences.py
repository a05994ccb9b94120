"""Absences: who is asked although they surely are away, and by when a word is owed where somebody else is asked."""

from datetime import UTC, date, datetime

import pytest

from tests.simulation.judges.absences import asked_while_away, with_time
from tests.simulation.story import AwayStory, Story, Told
from tests.simulation.town import ANA, OMAR


def on(day: int, clock: str) -> float:
    """Return a moment of November 2026 in Helsinki; the 24th is a Tuesday."""
    moment = datetime.strptime(f"2026-11-{day:02} {clock} +0200", "%Y-%m-%d %H:%M %z")
    return moment.astimezone(UTC).timestamp()


@pytest.fixture
def story() -> Story:
    """Return one in which Ana said on Monday that she is away on Tuesday and Wednesday."""
    told = Told(on(23, "12:00"), on(23, "12:00") + 1)
    return Story(absences=[AwayStory("T1", ANA, date(2026, 11, 24), date(2026, 11, 25), told)])


def blamed(story: Story, at: float, *, who: str = ANA, team: str = "T1") -> bool:
    return bool(list(asked_while_away(story, team, who, at, off=60.0)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "is_blamed"),
    [
        pytest.param(on(23, "16:00"), False, id="the day before"),
        pytest.param(on(24, "09:30"), False, id="it may have been on its way since the evening"),
        pytest.param(on(24, "14:00"), True, id="on the first day"),
        pytest.param(on(25, "10:00"), True, id="on the last day"),
        pytest.param(on(26, "00:00"), False, id="midnight, which clocks may differ about"),
        pytest.param(on(26, "10:00"), False, id="back again"),
    ],
)
def test_a_question_to_who_is_away_is_seen(story: Story, at: float, *, is_blamed: bool) -> None:
    assert blamed(story, at) is is_blamed


def test_others_are_not_away(story: Story) -> None:
    assert not blamed(story, on(24, "14:00"), who=OMAR)
    assert not blamed(story, on(24, "14:00"), team="T2")


def test_nobody_knows_whether_an_absence_without_an_answer_took_the_place_of_another(story: Story) -> None:
    story.absences.append(AwayStory("T1", ANA, date(2026, 11, 25), date(2026, 11, 25), Told(on(23, "13:00"))))

    assert not blamed(story, on(24, "14:00"))


def test_a_word_is_owed_a_day_later_where_people_are_away(story: Story) -> None:
    by = on(24, "12:00")

    assert with_time(story, "T2", by) == by
    assert with_time(story, "T1", by) > on(25, "12:00")
    assert with_time(story, "T1", on(27, "12:00")) > on(30, "08:00")
