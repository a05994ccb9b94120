"""Order: what one deal says in one place stands there as it was decided, unless what stands too late was in doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.simulation.hub import NEVER
from tests.simulation.judges.broken import Broken
from tests.simulation.slack import Channel, Message, VirtualSlack

HOLDS_LANE = 600.0
"""Seconds for which a message in doubt keeps the next one back, copied by hand from the agreed design."""


@dataclass
class Lanes:
    """Every message with its event's number, place by place.

    ``marks``: when it was begun to write each message down as one that may be on its way; from then on it is in doubt
    until an answer ends that, or the next attempt. ``is_forgetful``: the memory loses time, and doubts what it has.
    """

    is_forgetful: bool = False
    marks: Mapping[str, Sequence[float]] = field(default_factory=dict)
    _said: dict[tuple[str, str, str], list[tuple[int, float]]] = field(default_factory=dict)

    def posted(self, slack: VirtualSlack, channel: Channel, said: Message, facts: dict[str, Any]) -> Iterator[Broken]:
        """See a message; one with a smaller number than one that stands there already must have an excuse."""
        seq, deal = facts.get("seq"), facts.get("deal")
        if seq is None or deal is None or self.is_forgetful:
            return
        here = self._said.setdefault((slack.team, channel.id, deal), [])
        passed = [at for other, at in here if other > seq]
        if passed and not _may_wait(facts) and not all(self._was_in_doubt(facts["key"], at) for at in passed):
            yield Broken("messages leave in the order decided", f"{facts['key']} ({seq}) after {max(here)[0]}")
        here.append((seq, said.at))

    def _was_in_doubt(self, key: str, at: float) -> bool:
        """Tell whether a message had been in doubt for long enough, when another one passed it, to let that pass."""
        marks = [*sorted(self.marks.get(key, ())), NEVER]
        return any(begun + HOLDS_LANE <= min(at, ended) for begun, ended in pairwise(marks))


def _may_wait(facts: dict[str, Any]) -> bool:
    """Tell whether a message may be put off until people may be spoken to: what was decided after it goes first."""
    return facts["kind"] == "nudge" or (facts.get("event") or {}).get("name") == "ChannelLost"
