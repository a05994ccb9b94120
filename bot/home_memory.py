"""What the memory is asked for a person's Home, each in a fixed number of statements."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.events import Recorded
from bot.model import Deal, DealId, UserId


class HomeMemory(Protocol):
    """The part of a unit of work that knows what stands around one person."""

    def deals_around(self, person: UserId, *, limit: int) -> Sequence[Deal]:
        """Return running and held deals that a person sold, owns, leads a function of, or has to act on."""
        ...

    def stopped(self, person: UserId, *, limit: int) -> Sequence[Deal]:
        """Return running deals that want a decision, a mover or another date, and that a person may know of."""
        ...

    def these_deals(self, deal_ids: Collection[DealId]) -> Sequence[Deal]:
        """Return these deals, those of them that are there."""
        ...

    def rescues(self, *, since: datetime, limit: int) -> Sequence[tuple[Deal, Recorded]]:
        """Return where leadership had to act, the newest first, each with its deal."""
        ...
