"""What the memory keeps of playbooks: every version that a deal may have started from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import PlaybookId
from bot.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Kept:
    """One version, and since when it is known."""

    playbook: Playbook
    since: datetime


class KeptVersions(Protocol):
    """The part of a unit of work that knows versions."""

    def version(self, playbook_id: PlaybookId) -> Kept | None:
        """Return a version, whether or not it is the newest of its kind."""
        ...
