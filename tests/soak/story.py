"""What the world did, as the world knows it: each input with when it was sent and what was heard of it. No table of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Heard(StrEnum):
    """What whoever acted was told: it is done, it is refused, or nothing that could be relied on."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(slots=True)
class Input:
    """One act, in moments of the workspace. ``what`` names its subject: a step's words, a line, an amount, a choice."""

    act: str
    by: str
    sent: float
    answered: float
    heard: Heard
    what: str = ""
    due: float = 0.0
    is_day: bool = False
    otherwise: str = ""


@dataclass(slots=True)
class DealStory:
    """A deal that a CRM told of; its name and its customer's are nobody else's."""

    name: str
    account: str
    kind: str
    seller: str
    offered: str
    won: Input
    inputs: list[Input] = field(default_factory=list)

    def of(self, act: str) -> Iterator[Input]:
        """Yield the acts of one kind that may have changed something, as they were sent."""
        return (each for each in self.inputs if each.act == act and each.heard is not Heard.NO)


@dataclass(slots=True)
class Story:
    """All deals of a run, and who goes by which id in Slack."""

    ids: dict[str, str]
    deals: list[DealStory] = field(default_factory=list)
    refused: int = 0
    unclear: int = 0

    def count(self, heard: Heard) -> None:
        self.refused += heard is Heard.NO
        self.unclear += heard is Heard.MAYBE
