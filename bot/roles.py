"""What happened to who is responsible, in the past tense: who leads a function, holds a line, and is asked to own a deal."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.model import Due, ItemId, UserId


@dataclass(frozen=True, slots=True)
class LeadHandedOver:
    """``to`` leads a function from now on, as ``by`` said; ``items`` went along. ``was``: None: nobody was named before."""

    schema_version: ClassVar[int] = 1
    function: str
    to: UserId
    was: UserId | None
    by: UserId
    items: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True)
class ItemGiven:
    """``by`` gave a line to one named person, ``to``; ``was`` held it before."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    to: UserId
    by: UserId
    was: UserId
    due: Due | None


@dataclass(frozen=True, slots=True)
class ItemHandedBack:
    """Whom a line was given to by ``given_by`` hands it back; ``to`` holds it now."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    by: UserId
    to: UserId
    reason: str
    given_by: UserId
    due: Due | None


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """``by`` took back that ``to`` was asked to own the deal; it stays with ``owner_id``."""

    schema_version: ClassVar[int] = 1
    by: UserId
    to: UserId
    owner_id: UserId
    offered_at: datetime


@dataclass(frozen=True, slots=True)
class TookOver:
    """``owner_id`` owns the deal now, without an answer of ``was``, who cannot give one. ``has_left``: for good."""

    schema_version: ClassVar[int] = 1
    owner_id: UserId
    was: UserId
    has_left: bool
    offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfferExpired:
    """Nobody answered whether ``to`` owns the deal; it stays with ``owner_id``, and ``lead`` is asked who it should be."""

    schema_version: ClassVar[int] = 1
    to: UserId
    owner_id: UserId
    lead: UserId
    offered_at: datetime
    is_claim: bool = False


@dataclass(frozen=True, slots=True)
class SellerFound:
    """``by`` said whom the CRM named as the seller: ``to``, or who stands for them; ``was`` stood in until then."""

    schema_version: ClassVar[int] = 1
    to: UserId
    was: UserId
    by: UserId


RoleEvent = SellerFound | LeadHandedOver | ItemGiven | ItemHandedBack | OfferWithdrawn | OfferExpired | TookOver
"""All of them."""
