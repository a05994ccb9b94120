"""Fairness: a channel that is opened within a round of work is in time, and a later one is not."""

import pytest

from tests.simulation.judges.fairness import A_ROUND, kept_waiting
from tests.simulation.slack import BOT, VirtualSlack
from tests.simulation.story import DealStory, Story, Told
from tests.simulation.town import ANA, OMAR, ZONES

WON = 1000.0


def opened(at: float, *, answered_at: float | None = WON, name: str = "deal-t21-abc234") -> list[str]:
    """Return what the judge says to a channel that is opened at a moment, for a deal that was won at another."""
    story = Story({"t21": DealStory("t21", "T2", ANA, OMAR, Told(WON - 1.0, answered_at))})
    slack = VirtualSlack("T2", tuple(ZONES), lambda: at)
    slack.make(name, BOT)
    return [each.seen for each in kept_waiting(story, {"T2": slack})]


def test_within_a_round_is_in_time() -> None:
    assert opened(WON + A_ROUND) == []


def test_after_a_round_somebody_was_kept_waiting() -> None:
    assert opened(WON + A_ROUND + 1.0) == ["deal-t21-abc234 of T2 was opened after 121 s"]


@pytest.mark.parametrize(("answered_at", "name"), [(None, "deal-t21-abc234"), (WON, "deal-t22-abc234")])
def test_nobody_waits_for_what_was_not_asked_for(answered_at: float | None, name: str) -> None:
    assert opened(WON + 9 * A_ROUND, answered_at=answered_at, name=name) == []
