"""The register of a deal: what sales promised beyond the contract, and what the receiving side says to it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.identity import PromiseId, UserId


class PromiseStatus(StrEnum):
    """A promise that was told waits for its one answer; told anew, in other words, it waits for another."""

    TOLD = "told"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RegisteredPromise:
    """One promise of the register. ``by`` told it, ``at`` last in these words; ``reason``: why it was declined or withdrawn.

    ``crm`` are the CRM's own words, by which a newer list of the CRM finds it again; None: a person told it here.
    ``is_gone``: the CRM names it no longer, although it was accepted. ``generation`` grows with each change of it.
    """

    id: PromiseId
    what: str
    by: UserId
    at: datetime
    due_on: date | None = None
    status: PromiseStatus = PromiseStatus.TOLD
    answered_by: UserId | None = None
    answered_at: datetime | None = None
    reason: str | None = None
    crm: str | None = None
    is_gone: bool = False
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Register:
    """The promises of a deal in the order in which they were told; none ever leaves.

    ``none_by`` said at ``none_at`` that there are none. ``asked`` counts how often the channel was asked for answers: what
    is told while others wait joins their question.
    """

    promises: tuple[RegisteredPromise, ...] = ()
    none_by: UserId | None = None
    none_at: datetime | None = None
    asked: int = 0

    def having(self, *statuses: PromiseStatus) -> tuple[RegisteredPromise, ...]:
        """Return the promises that stand so."""
        return tuple(each for each in self.promises if each.status in statuses)

    @property
    def is_stated(self) -> bool:
        """Sales has said what was promised, or that nothing was."""
        return bool(self.promises) or self.none_at is not None
