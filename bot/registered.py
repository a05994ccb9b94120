"""What happened to the promises of a deal, in the past tense: told, answered, told anew, withdrawn."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.identity import PromiseId, UserId


@dataclass(frozen=True, slots=True)
class PromiseTold:
    """Sales told of a promise; ``is_from_crm``: the CRM did, for the seller."""

    schema_version: ClassVar[int] = 1
    promise_id: PromiseId
    what: str
    by: UserId
    due_on: date | None = None
    is_from_crm: bool = False


@dataclass(frozen=True, slots=True)
class NothingPromised:
    """Sales said that nothing was promised beyond the contract."""

    schema_version: ClassVar[int] = 1
    by: UserId


@dataclass(frozen=True, slots=True)
class PromiseAccepted:
    """The receiving side will deliver it."""

    schema_version: ClassVar[int] = 1
    promise_id: PromiseId
    what: str
    by: UserId


@dataclass(frozen=True, slots=True)
class PromiseDeclined:
    """The receiving side cannot deliver it so; ``told_by`` puts it in other words, or takes it back."""

    schema_version: ClassVar[int] = 1
    promise_id: PromiseId
    what: str
    by: UserId
    told_by: UserId
    reason: str


@dataclass(frozen=True, slots=True)
class PromiseReworded:
    """A promise is told anew, with other words or another date than ``was_due_on``, and waits for an answer again."""

    schema_version: ClassVar[int] = 1
    promise_id: PromiseId
    what: str
    by: UserId
    due_on: date | None = None
    was_due_on: date | None = None
    is_from_crm: bool = False


@dataclass(frozen=True, slots=True)
class PromiseWithdrawn:
    """A promise counts no longer; ``was_accepted``: somebody had counted on it."""

    schema_version: ClassVar[int] = 1
    promise_id: PromiseId
    what: str
    by: UserId
    reason: str
    was_accepted: bool = False
    is_from_crm: bool = False


@dataclass(frozen=True, slots=True)
class PromiseMissed:
    """The CRM names a promise no longer that was accepted here: it stays, and people see that the two differ."""

    schema_version: ClassVar[int] = 1
    promise_id: PromiseId
    what: str
    by: UserId


PromiseEvent = (
    PromiseTold
    | NothingPromised
    | PromiseAccepted
    | PromiseDeclined
    | PromiseReworded
    | PromiseWithdrawn
    | PromiseMissed
)
