"""What happened to a step that was put to somebody, in the past tense: offered or asked for, and what they answered."""

from dataclasses import dataclass
from typing import ClassVar

from bot.model import Due, StepId, UserId


@dataclass(frozen=True, slots=True)
class StepOffered:
    """A step that was written beforehand is put to its person, since ``instead_of`` (``late``) is not kept."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    to: UserId
    instead_of: StepId
    late: str
    due: Due


@dataclass(frozen=True, slots=True)
class StepTurnedDown:
    """Whom a step was offered to does not take it on; ``asked_by`` had asked for it."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId
    reason: str
    asked_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class StepAsked:
    """Somebody asked ``to`` for a step by a date; until they take it on nobody has committed to it."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    to: UserId
    by: UserId
    due: Due


@dataclass(frozen=True, slots=True)
class StepCountered:
    """Whoever was asked for a step would do it by another date; ``asked_by`` takes that or leaves it."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId
    asked_by: UserId
    was: Due
    due: Due
    reason: str


@dataclass(frozen=True, slots=True)
class StepWithdrawn:
    """A step that was asked for is not wanted any more; ``to`` has nothing to answer. ``is_known``: they had read of it."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId
    to: UserId
    is_known: bool
