"""How a deal ended: its outcome, what it came to in figures that name nobody, what was learned, and that it happened."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from bot.figures import FirstPass, Ledger
from bot.identity import ChannelId, DealId, UserId


class Outcome(StrEnum):
    """What became of what was promised."""

    DELIVERED = "delivered"
    PARTLY = "delivered in part"
    NOT = "not delivered"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a deal came to. Read from what happened, once, when it was closed, so that it stays what people read then.

    ``promised_first`` is the date that the customer was told first, ``promised_last`` the one in force at the end;
    ``delivered_on`` is when the last gate was settled, None where not everything was delivered. ``accepted`` counts the
    lines that another function accepted, ``at_once`` those of them that were never sent back.
    """

    won_on: date | None
    promised_first: date | None
    promised_last: date | None
    delivered_on: date | None
    lines: int
    settled: int
    accepted: int
    at_once: int
    steps: Ledger
    escalations: int
    decisions: int
    rescues: int
    handover_days: int | None = None
    """Working days until all gates were settled, the last time they were; None: they never were."""
    begun_anyway: int = 0
    """Lines that an owner let begin before what they wait for."""
    pairs: tuple[FirstPass, ...] = ()
    """The same as ``accepted`` and ``at_once`` for each pair of functions; empty in what was closed before it was kept."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a deal was closed, by whom and when. ``reason`` says why not everything was delivered; both texts may be empty."""

    outcome: Outcome
    by: UserId
    at: datetime
    reason: str
    lessons: str
    summary: Summary
    seq: int = 0
    """The number of the event that closed it, by which its summary is found again."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned from one closed deal, and where it can be read about."""

    deal_id: DealId
    name: str
    account: str
    kind: str
    channel_id: ChannelId | None
    is_private: bool
    closing: Closing


@dataclass(frozen=True, slots=True)
class DealClosed:
    """A deal ended. ``dropped`` are the next steps that ended with it, ``undone`` the lines that nobody finished.

    ``offered_at`` names the offer of ownership that ended with it; ``waiting`` are those who had asked for something, or
    were asked to own it, and need not wait for an answer.
    """

    schema_version: ClassVar[int] = 1
    outcome: Outcome
    by: UserId
    reason: str
    lessons: str
    summary: Summary
    dropped: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    offered_at: datetime | None = None
    waiting: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class EverythingSettled:
    """The last line of a checklist was settled; ``who`` is asked from ``ask_at`` on whether the deal can be closed."""

    schema_version: ClassVar[int] = 1
    who: UserId
    ask_at: datetime


@dataclass(frozen=True, slots=True)
class DealReopened:
    """A deal that was closed at ``closed_at``, by the event ``closed_by``, goes on after all; its clocks run from here."""

    schema_version: ClassVar[int] = 1
    by: UserId
    reason: str
    closed_at: datetime
    closed_by: int = 0
