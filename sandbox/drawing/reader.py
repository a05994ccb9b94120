"""Who looks at what is drawn: whose zone, names and doors count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from urllib.parse import urlencode


class Person(NamedTuple):
    """A line in a menu of people."""

    id: str
    name: str
    is_bot: bool = False


class Conversation(NamedTuple):
    """A line in a menu of conversations; `kind` and `with_bot` are what Block Kit's filter asks about."""

    id: str
    name: str
    kind: Literal["public", "private", "im", "mpim"] = "public"
    with_bot: bool = False


class Names(Protocol):
    """What the workspace calls its people and places. Looked up with every drawing, so answers must be quick."""

    def person(self, user_id: str) -> str | None:
        """Give the name shown for someone, None if nobody has this id."""

    def channel(self, channel_id: str) -> str | None:
        """Give the name without its #; None where the reader may not learn it."""

    def group(self, group_id: str) -> str | None:
        """Give the handle without its @."""

    def may_open(self, channel_id: str) -> bool:
        """Tell whether the reader can go there, so that its name is a link."""

    def channel_named(self, name: str) -> str | None:
        """Give the id of the channel that a bare #name means to the reader."""

    def people(self) -> Sequence[Person]:
        """List whom a menu of people offers, apps included, in the order shown."""

    def conversations(self) -> Sequence[Conversation]:
        """List what a menu of conversations offers to the reader, in the order shown; nothing archived."""


@dataclass(frozen=True)
class Reader:
    """The one who reads: moments are told in `tz`, and `now` is the workspace's, not the machine's.

    `page` is where the page stands for this reader (its address with `as`, and `team` where there are several),
    `domain` the workspace's, so that links to its messages stay on the page; `groups` are those the reader is in.
    """

    user_id: str
    tz: str
    now: datetime
    names: Names
    page: str = ""
    domain: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)

    def name(self, user_id: str) -> str:
        return self.names.person(user_id) or user_id

    def address(self, channel_id: str, *, thread: str = "", ts: str = "") -> str:
        """Make the page's address of a channel, of a thread in it, or of one message to be pointed out."""
        page = self.page or f"/?{urlencode({'as': self.user_id})}"
        wanted = {"channel": channel_id, "thread": thread, "ts": ts}
        return f"{page}&{urlencode({name: value for name, value in wanted.items() if value})}"
