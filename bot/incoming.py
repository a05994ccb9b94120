"""What another system says about a deal, before anybody here has decided anything."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model import DealId, Facts


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody as another system knows them; matched by email, never by name."""

    email: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A deal as its source describes it at ``occurred_at``; older news than what we have changes nothing."""

    source: str
    external_id: str
    kind: str | None
    facts: Facts
    occurred_at: datetime
    seller: PersonRef | None = None
    owner: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class ItemNews:
    """What another system says of one line: done with ``text`` (or ``parts``) as evidence, or open again because of ``text``."""

    source: str
    external_id: str
    key: str
    is_done: bool
    text: str
    occurred_at: datetime
    heard_at: datetime
    parts: tuple[tuple[str, str], ...] = ()
    by: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Unwon:
    """What a source says of a deal that is not won any more, and why."""

    source: str
    external_id: str
    reason: str
    occurred_at: datetime


class Arrival(StrEnum):
    """What an incoming deal did: opened one, was known already, or changed facts."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The answer for the other system."""

    status: Arrival
    deal_id: DealId
