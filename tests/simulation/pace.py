"""How many calls reach Slack in a minute, counted where Slack counts them, against what it documents."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MINUTE = 60.0
POSTS_IN_CHANNEL, POSTS = 60, 300
TIERS = {
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.create": 20,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.invite": 50,
    "conversations.open": 50,
    "conversations.setTopic": 20,
    "pins.add": 20,
    "users.conversations": 20,
}
"""Calls a minute, copied by hand from Slack's pages; where those disagree, the smaller figure."""


@dataclass
class Pace:
    """The calls of the last minute to one workspace. ``broken``: where there were more than Slack allows."""

    broken: list[str] = field(default_factory=list)
    calls: dict[str, deque[float]] = field(default_factory=dict)

    def called(self, at: float, method: str, given: Mapping[str, Any]) -> None:
        """Count a call that reaches Slack."""
        if method != "chat.postMessage":
            self._count(at, method, TIERS[method])
            return
        self._count(at, method, POSTS)
        self._count(at, f"{method} in {given['channel']}", POSTS_IN_CHANNEL)

    def _count(self, at: float, what: str, most: int) -> None:
        calls = self.calls.setdefault(what, deque())
        calls.append(at)
        while calls[0] <= at - MINUTE:
            calls.popleft()
        if len(calls) > most:
            self.broken.append(f"{len(calls)} calls of {what} in a minute, not {most}")
