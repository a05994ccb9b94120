"""Practice: a deal for one person alone, which counts nowhere. Its words, and that it ended."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PracticeWords:
    """What a practice deal calls its parts, in the language of whoever began it."""

    deal: str
    customer: str
    function: str
    step: str


@dataclass(frozen=True, slots=True)
class PracticeEnded:
    """Practice is over: its channel is put away, and nothing of it is shown any more."""

    schema_version: ClassVar[int] = 1
