"""Order: what one deal says in one place stands there as it was decided, unless what stands too late was in doubt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.judges.broken import Broken
from tests.simulation.slack import Channel, Message, VirtualSlack
from tests.simulation.story import Story

HOLDS_LANE = 600.0
"""Seconds for which a message in doubt keeps the next one back, copied by hand from the agreed design."""


@dataclass
class Lanes:
    """Every message with its event's number, place by place.

    ``is_torn``: a process may have died between the mark and the call, so a doubt need not have reached the network.
    """

    story: Story
    is_torn: bool = False
    _said: dict[tuple[str, str, str], list[tuple[int, float]]] = field(default_factory=dict)

    def posted(self, slack: VirtualSlack, channel: Channel, said: Message, facts: dict[str, Any]) -> Iterator[Broken]:
        """See a message; one with a smaller number than one that stands there already must have an excuse."""
        seq, deal = facts.get("seq"), facts.get("deal")
        if seq is None or deal is None:
            return
        here = self._said.setdefault((slack.team, channel.id, deal), [])
        passed = [at for other, at in here if other > seq]
        # A nudge may be put off until people may be spoken to, and what was decided after it goes first.
        if passed and facts["kind"] != "nudge" and self._is_too_soon(slack, said, facts, min(passed)):
            yield Broken("messages leave in the order decided", f"{facts['key']} ({seq}) after {max(here)[0]}")
        here.append((seq, said.at))

    def _is_too_soon(self, slack: VirtualSlack, said: Message, facts: dict[str, Any], passed_at: float) -> bool:
        mark = (said.metadata or {}).get("event_payload", {}).get("k", "")
        doubted_at = slack.pace.tried.get(mark, said.at)
        if self.is_torn:
            # Nobody outside sees a mark without a call. It cannot be older than the input that the message is about.
            doubted_at = min(doubted_at, self._decided(facts) or 0.0)
        return passed_at < doubted_at + HOLDS_LANE

    def _decided(self, facts: dict[str, Any]) -> float | None:
        event = facts.get("event") or {}
        deal = self.story.deals.get(facts["deal"])
        step = deal.steps.get(event.get("what", "")) if deal else None
        if step is None:
            return None
        if event["name"] == "StepKept":
            return step.kept.sent_at if step.kept else None
        return step.made.sent_at if event["name"] == "StepCommitted" else None
