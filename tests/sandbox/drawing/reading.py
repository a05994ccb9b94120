"""A reader in Madrid, and the few people and places that they know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.drawing.reader import Conversation, Person, Reader

Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Known:
    """Names as a dictionary knows them."""

    persons: dict[str, str] = field(
        default_factory=lambda: {"UIVY": "Ivy <Stone>", "UANA": "Ana Silva", "UBOT": "Echo"}
    )
    channels: dict[str, str] = field(default_factory=lambda: {"C1": "general", "CSHUT": "shut"})
    groups: dict[str, str] = field(default_factory=lambda: {"S1": "crew"})

    def person(self, user_id: str) -> str | None:
        return self.persons.get(user_id)

    def channel(self, channel_id: str) -> str | None:
        return self.channels.get(channel_id)

    def group(self, group_id: str) -> str | None:
        return self.groups.get(group_id)

    def may_open(self, channel_id: str) -> bool:
        return channel_id in self.channels and channel_id != "CSHUT"

    def channel_named(self, name: str) -> str | None:
        return next((one for one, known in self.channels.items() if known == name), None)

    def people(self) -> Sequence[Person]:
        return [Person(one, name, is_bot=one == "UBOT") for one, name in self.persons.items()]

    def conversations(self) -> Sequence[Conversation]:
        return [
            Conversation("C1", "general"),
            Conversation("G1", "secret", "private"),
            Conversation("D1", "Ivy <Stone>", "im"),
            Conversation("D2", "Echo", "im", with_bot=True),
            Conversation("D3", "Ana Silva, Ivy <Stone>", "mpim"),
        ]


def reading(user_id: str = "UANA", tz: str = "Europe/Madrid", now: datetime = NOW, **more: Any) -> Reader:
    return Reader(user_id, tz, now, more.pop("names", None) or Known(), **more)


ANA = reading(domain="acme", groups=frozenset({"S1"}))


def plain(text: str, **more: Any) -> Json:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn_text(text: str, **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def option(value: str, text: str = "", **more: Any) -> Json:
    return {"text": plain(text or value.title()), "value": value, **more}
