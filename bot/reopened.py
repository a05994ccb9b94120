"""What a line of the checklist remembers of gates: why it is open again, and whose work an event names."""

from dataclasses import dataclass
from datetime import datetime

from bot.identity import UserId


@dataclass(frozen=True, slots=True)
class Reopened:
    """A line that had ended is open again: who said so, when and why."""

    by: UserId
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Behind:
    """A line behind one that was reopened: whose work waits now, or who accepted what stands as it was."""

    title: str
    who: UserId
