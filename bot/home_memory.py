"""What the memory is asked for a person's Home, each in a fixed number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.events import Recorded
from bot.model import Deal, DealId, UserId
from bot.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Unshown:
    """A deal of which Homes show what happened up to ``shown_seq``, while it stands at ``seq``."""

    deal_id: DealId
    shown_seq: int
    seq: int


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

    def looked(self, person: UserId, shown: str, *, at: datetime) -> None:
        """Remember that somebody opened their Home or did something there, and what of it they see."""
        ...

    def sees(self, person: UserId) -> str:
        """Return what of their Home somebody sees, as it was remembered; nothing where they never looked."""
        ...

    def lookers(self, *, since: datetime) -> frozenset[UserId]:
        """Return who looked at their Home since then."""
        ...

    def unshown(self, *, limit: int) -> Sequence[Unshown]:
        """Return the deals that changed since Homes were asked to show them, the oldest change first."""
        ...

    def events_after(self, deal_id: DealId, seq: int) -> Sequence[Recorded]:
        """Return what happened to a deal after its event of this number."""
        ...

    def redraw(self, homes: Sequence[Outgoing], *, now: datetime) -> None:
        """Have Homes published anew; of somebody for whom one waits that nobody has begun, that one is enough."""
        ...

    def shown(self, deals: Sequence[Unshown]) -> None:
        """Let these changes be news no more; what happened since to the same deals still is."""
        ...

    def all_shown(self, *, since: datetime) -> None:
        """Let nothing be news, where nobody looked since then."""
        ...

    def rescues(self, *, since: datetime, limit: int) -> Sequence[tuple[Deal, Recorded]]:
        """Return where leadership had to act, the newest first, each with its deal."""
        ...
