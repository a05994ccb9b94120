"""A playbook as text that somebody pastes: what reads it, what writes it, and what is wrong with it."""

from dataclasses import dataclass
from typing import Protocol

from bot.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: on which line, counted from 1, in which field, and what would work."""

    line: int
    field: str
    message: str


class BadText(Exception):  # noqa: N818 - a finding about somebody's text, not a fault of the program
    """A text that is no playbook; ``faults`` is everything that was found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


class PlaybookTexts(Protocol):
    """Who reads and writes the text of playbooks."""

    def read(self, text: str) -> Playbook:
        """Return the playbook that a text describes; raise BadText with all that is wrong with it."""
        ...

    def write(self, playbook: Playbook) -> str:
        """Return a text that reads as this playbook."""
        ...
