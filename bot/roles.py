"""What happened to who is responsible, in the past tense: who leads a function, holds a line, and is asked to own a deal."""

from dataclasses import dataclass
from typing import ClassVar

from bot.model import ItemId, UserId


@dataclass(frozen=True, slots=True)
class LeadHandedOver:
    """``to`` leads a function from now on, as ``by`` said; ``items`` went along. ``was``: None: nobody was named before."""

    schema_version: ClassVar[int] = 1
    function: str
    to: UserId
    was: UserId | None
    by: UserId
    items: tuple[ItemId, ...]


RoleEvent = LeadHandedOver
"""All of them."""
