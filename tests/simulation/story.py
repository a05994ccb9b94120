"""What the world did, as the world knows it: every input with when it was sent and when it was answered. No table of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.model import Due, UserId


@dataclass(slots=True)
class Told:
    """One input. Unanswered, it may or may not have happened."""

    sent_at: float
    answered_at: float | None = None

    @property
    def is_certain(self) -> bool:
        return self.answered_at is not None


@dataclass(slots=True)
class Dated:
    """A due moment that somebody gave a step."""

    due: Due
    told: Told


@dataclass(slots=True)
class StepStory:
    """A next step; its words are its name, and nobody uses the same words twice."""

    what: str
    by: UserId
    made: Told
    dates: list[Dated] = field(default_factory=list)
    kept: Told | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it surely stands open."""
        return self.made.is_certain and self.kept is None

    @property
    def is_surely_dated(self) -> bool:
        return all(each.told.is_certain for each in self.dates)


@dataclass(slots=True)
class DealStory:
    """A deal that a CRM told of."""

    id: str
    team: str
    seller: UserId
    offered: UserId
    won: Told
    answer: Told | None = None
    accepts: bool = False
    steps: dict[str, StepStory] = field(default_factory=dict)
    finished: dict[str, Told] = field(default_factory=dict)
    accepted: dict[str, Told] = field(default_factory=dict)

    @property
    def owner(self) -> UserId | None:
        """Return who surely owns it; None while an answer is out."""
        if self.answer is None:
            return self.seller
        if not self.answer.is_certain:
            return None
        return self.offered if self.accepts else self.seller


@dataclass(slots=True)
class Story:
    """All deals of a run."""

    deals: dict[str, DealStory] = field(default_factory=dict)

    def certain(self) -> Iterator[DealStory]:
        """Yield the deals that Baton said it has."""
        return (deal for deal in self.deals.values() if deal.won.is_certain)
