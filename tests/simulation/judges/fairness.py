"""Fairness: a pile of messages in one workspace keeps no other one waiting for longer than one round of work."""

from collections.abc import Iterator, Mapping

from tests.simulation.judges.broken import Broken
from tests.simulation.slack import VirtualSlack
from tests.simulation.story import Story

A_ROUND = 120.0
"""Seconds in which every courier ends what it has claimed under one lease, and the next few messages that it claims."""


def kept_waiting(story: Story, slacks: Mapping[str, VirtualSlack]) -> Iterator[Broken]:
    """Yield the deals whose channel was opened only when the others' work was done."""
    for deal in story.deals.values():
        won_at = deal.won.answered_at
        homes = [each for each in slacks[deal.team].channels.values() if f"-{deal.id}-" in each.born]
        for home in homes:
            if won_at is not None and home.made_at > won_at + A_ROUND:
                waited = f"{home.born} of {deal.team} was opened after {home.made_at - won_at:.0f} s"
                yield Broken("no workspace waits for another one's work", waited)
