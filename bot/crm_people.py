"""Whom other systems name and Slack does not know by that, and whom admins say they mean, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.identity import DealId, UserId

Named = Mapping[str, UserId]
"""Whom admins chose for the people of one system, by their keys."""

SELLER, OWNER, LEAD = "seller", "owner", "lead:"
"""The parts that a system names people for; a lead's part goes on with the key of the function."""


LONGEST_KEY = 300
"""Signs of a key: a button carries it, and an index of the database does."""


def key_of(text: str) -> str:
    """Return by what a system's word for a person is known again, an email, a name or an id, however it was spelled."""
    return " ".join(text.split()).casefold()[:LONGEST_KEY]


@dataclass(frozen=True, slots=True)
class CrmPerson:
    """Somebody as one system calls them, and ``user``, whom admins chose: them, or whoever stands for them here.

    ``waiting`` open deals wait for an answer about them.
    """

    source: str
    key: str
    said: str
    seen_at: datetime
    user: UserId | None = None
    is_stand_in: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Unmet:
    """A part in a deal for which its system named somebody whom nobody here knows; ``line`` asks for them there."""

    part: str
    said: str
    line: str


class CrmPeopleMemory(Protocol):
    """The part of a unit of work that knows the people of other systems."""

    def crm_people(self) -> Sequence[CrmPerson]:
        """Return everybody whom somebody missed or chose for, those first for whom most deals wait."""
        ...

    def crm_named(self, source: str) -> Named:
        """Return whom admins chose for the people of a system."""
        ...

    def miss(self, deal_id: DealId, source: str, unmet: Sequence[Unmet], *, now: datetime) -> None:
        """Remember whom a deal waits for; a person who is known stays as they are."""
        ...

    def missing(self, source: str, key: str, *, most: int) -> Sequence[tuple[DealId, str]]:
        """Return open deals that wait for a person, each with the part."""
        ...

    def met(self, deal_id: DealId, part: str) -> None:
        """Forget that a deal waited for somebody to play a part: it has them now."""
        ...

    def choose(self, source: str, key: str, user: UserId | None, *, is_stand_in: bool) -> None:
        """Say whom a system means, or that nobody knows any more."""
        ...
