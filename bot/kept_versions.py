"""What the memory keeps of playbooks: every version that a deal may have started from, and who chose the one in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import DealId, PlaybookId, UserId
from bot.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Kept:
    """One version, and since when it is known."""

    playbook: Playbook
    since: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who put a version in force here, when, and instead of which one: together they record who changed what.

    ``follows``: open deals are still to go over to it; ``after`` is the last of them that did.
    """

    kind: str
    now: PlaybookId
    was: PlaybookId | None
    by: UserId
    at: datetime
    follows: bool = False
    after: DealId | None = None


class KeptVersions(Protocol):
    """The part of a unit of work that knows versions."""

    def version(self, playbook_id: PlaybookId) -> Kept | None:
        """Return a version, whether or not it is the newest of its kind."""
        ...

    def keep_version(self, playbook: Playbook, *, now: datetime) -> None:
        """Keep a version without putting it in force; one that is known keeps its moment."""
        ...

    def choose_version(self, chosen: Chosen) -> None:
        """Put a version in force, if the one that it replaces still is; raise Conflict otherwise.

        From then on no file of its kind is in force, whatever a start takes in.
        """
        ...

    def chosen(self) -> Sequence[Chosen]:
        """Return every choice, oldest first."""
        ...

    def behind(self, kind: str, newest: PlaybookId, *, after: DealId | None = None, limit: int) -> Sequence[DealId]:
        """Return deals that run or are held and go by another version of this kind, by their ids."""
        ...

    def following(self) -> Chosen | None:
        """Return the oldest choice that open deals are still to follow."""
        ...

    def followed(self, chosen: Chosen, *, after: DealId | None) -> None:
        """Remember how far a choice was followed; None: to the end."""
        ...
