"""Alerts: what Slack refuses for good is given up in the open, and whoever is asked by default hears of the cause."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.judges.broken import Broken
from tests.simulation.slack import BOT, Channel, Message, VirtualSlack
from tests.simulation.town import LIV

FOR_GOOD = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""What Slack says of a place that nobody can speak in any more, copied by hand from its pages."""
WAIVED = frozenset({"alert", "nudge", "digest"})
"""An alert about an alert would never end; a nudge or a digest may have lost its reason before it was given up."""
DAY = 86_400.0


@dataclass
class Alerts:
    """Every alert in direct messages with whoever is asked by default."""

    counts: Counter[str]
    _said: list[tuple[str, str, float]] = field(default_factory=list)

    def posted(
        self, slack: VirtualSlack, channel: Channel, said: Message, facts: Mapping[str, Any]
    ) -> Iterator[Broken]:
        """See an alert: it comes to one person, and about one cause no more often than once a day."""
        if facts["kind"] != "alert":
            return
        why = _why(facts)
        if channel.person != LIV:
            yield Broken("an alert comes to whoever is asked by default", f"{why} in {channel.name}")
        self._said.append((slack.team, why, said.at))
        times = [at for team, other, at in self._said if (team, other) == (slack.team, why)]
        # Of each day that it was a cause on, the first and the last included.
        if len(times) > (said.at - times[0]) // DAY + 2:
            yield Broken("an alert comes once a day", f"{why} of {slack.team}, {len(times)} times")

    def missing(self, slacks: Iterable[VirtualSlack]) -> Iterator[Broken]:
        """Yield what Slack refused for good, what never came to be there, and what nobody was told of."""
        for slack in slacks:
            there = {_mark(each.metadata) for channel in slack.channels.values() for each in channel.messages}
            for at, code, given in slack.refused:
                facts = json.loads(str(given["text"]))
                if code not in FOR_GOOD or facts["kind"] in WAIVED or _mark(given.get("metadata")) in there:
                    continue
                self.counts["alert: was owed"] += 1
                if not any(self._is_told(slack.team, each, at) for each in {code, *_ways_lost(slack, given)}):
                    yield Broken("somebody hears of what is given up", f"{facts['key']} of {slack.team}: {code}")

    def _is_told(self, team: str, code: str, at: float) -> bool:
        return any(there == team and code in why and abs(told - at) < DAY for there, why, told in self._said)


def _ways_lost(slack: VirtualSlack, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield what Slack says of a message's channel by now: whoever dies before they tell why, asks again, and hears that."""
    channel = slack.channels.get(given["channel"])
    if channel is None:
        yield "channel_not_found"
        return
    if channel.is_archived:
        yield "is_archived"
    if BOT not in channel.members:
        yield "channel_not_found" if channel.is_private else "not_in_channel"


def _why(facts: Mapping[str, Any]) -> str:
    """Return an alert's cause: its detail without the kind of the first message that had it."""
    return str(facts.get("detail")).partition(":")[2]


def _mark(metadata: Mapping[str, Any] | None) -> str:
    return str(((metadata or {}).get("event_payload") or {}).get("k", ""))
