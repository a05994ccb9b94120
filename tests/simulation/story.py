"""What the world did, as the world knows it: every input with when it was sent and when it was answered. No table of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.model import Due, UserId

PATIENCE = 10.0
"""Seconds for which people wait for an answer."""


@dataclass(slots=True)
class Told:
    """One input. Unanswered, it may or may not have happened."""

    sent_at: float
    answered_at: float | None = None

    @property
    def is_certain(self) -> bool:
        return self.answered_at is not None

    @property
    def is_prompt(self) -> bool:
        """Tell whether it was answered before anybody lost patience: no second try, and no first one still on its way."""
        return self.answered_at is not None and self.answered_at < self.sent_at + PATIENCE


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
class News:
    """What the CRM said of a deal as it stood at a moment."""

    occurred_at: float
    promised: str
    told: Told


@dataclass(frozen=True, slots=True)
class Question:
    """A nudge as its reader has it: whom it asks, and the lapse by the id that its buttons carry."""

    lapse: str
    kind: str
    about: str
    who: UserId
    at: float


@dataclass(slots=True)
class PutOff:
    """A question that whoever was asked put off until a moment."""

    question: Question
    until: float
    told: Told


@dataclass(slots=True)
class LineStory:
    """What somebody wrote that the customer hears; nobody uses the same words twice."""

    what: str
    told: Told


@dataclass(slots=True)
class PromiseStory:
    """What sales promised beyond the contract, and the answer to it; nobody uses the same words twice."""

    what: str
    told: Told
    answered: Told | None = None
    is_declined: bool = False
    withdrawn: Told | None = None

    @property
    def waits(self) -> bool | None:
        """Tell whether it waits for an answer; None where nobody can be sure."""
        ends = [each for each in (self.answered, self.withdrawn) if each]
        if not self.told.is_prompt or not all(each.is_certain for each in ends):
            return None
        return not ends


@dataclass(slots=True)
class GivenStory:
    """The contract's line, given to one named person."""

    to: UserId
    told: Told


@dataclass(slots=True)
class TakenStory:
    """A deal that somebody took over. ``is_sure``: its owner surely was away then, so that nobody had to be asked."""

    by: UserId
    told: Told
    is_sure: bool = False


@dataclass(slots=True)
class DealStory:
    """A deal that a CRM told of.

    ``is_hurt``: people took its channel away. ``is_shaken``: the memory lost some of what was told of it.
    """

    id: str
    team: str
    seller: UserId
    offered: UserId
    won: Told
    answer: Told | None = None
    accepts: bool = False
    is_private: bool = False
    is_hurt: bool = False
    is_shaken: bool = False
    news: list[News] = field(default_factory=list)
    steps: dict[str, StepStory] = field(default_factory=dict)
    finished: dict[str, Told] = field(default_factory=dict)
    accepted: dict[str, Told] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    put_off: list[PutOff] = field(default_factory=list)
    lines: list[LineStory] = field(default_factory=list)
    promises: list[PromiseStory] = field(default_factory=list)
    given: list[GivenStory] = field(default_factory=list)
    taken: list[TakenStory] = field(default_factory=list)

    @property
    def owner(self) -> UserId | None:
        """Return who surely owns it; None while an answer is out, or where nobody knows whether it was taken over."""
        if self.taken:
            is_known = all(each.is_sure and each.told.is_prompt for each in self.taken)
            return self.taken[-1].by if is_known else None
        if self.answer is None:
            return self.seller
        if not self.answer.is_certain:
            return None
        return self.offered if self.accepts else self.seller

    def told(self) -> Iterator[Told]:
        """Yield everything that was told of it."""
        yield self.won
        if self.answer:
            yield self.answer
        for step in self.steps.values():
            yield from (step.made, *(each.told for each in step.dates), *([step.kept] if step.kept else []))
        yield from (*self.finished.values(), *self.accepted.values())
        yield from (each.told for each in self.news)
        yield from (*(each.told for each in self.put_off), *(each.told for each in self.lines))
        yield from (*(each.told for each in self.given), *(each.told for each in self.taken))
        for each in self.promises:
            yield from filter(None, (each.told, each.answered, each.withdrawn))

    @property
    def holder(self) -> UserId | None:
        """Return who surely holds the line about the contract: a try that nobody waited for may come last of all."""
        if not all(each.told.is_prompt for each in self.given):
            return None
        return self.given[-1].to if self.given else self.seller

    def times_held(self, who: str) -> int:
        """Return how often the line about the contract came to be somebody's: each time they are asked anew."""
        return max(1, (who == self.seller) + sum(each.to == who for each in self.given))

    @property
    def promised(self) -> str | None:
        """Return the promised date that the newest news surely says."""
        newest = max(self.news, key=lambda each: each.occurred_at, default=None)
        return newest.promised if newest and all(each.told.is_certain for each in self.news) else None

    @property
    def customer_line(self) -> str | None:
        """Return what the customer surely hears: the last that was written, where each was answered at its first try."""
        if not self.lines or not all(each.told.is_prompt for each in self.lines):
            return None
        return self.lines[-1].what


@dataclass(slots=True)
class AwayStory:
    """Days on which somebody of a team is away, both included."""

    team: str
    who: UserId
    first: date
    last: date
    told: Told


@dataclass(slots=True)
class Story:
    """All deals of a run, and who is away in it."""

    deals: dict[str, DealStory] = field(default_factory=dict)
    absences: list[AwayStory] = field(default_factory=list)

    def shake(self, since: float) -> None:
        """Know of the deals of which something was told that the memory lost."""
        for deal in self.deals.values():
            deal.is_shaken |= any(told.answered_at is None or told.answered_at > since for told in deal.told())
        for away in self.absences:
            if away.told.answered_at and away.told.answered_at > since:
                # Whoever said so takes it for said; whether it still holds nobody knows.
                away.told.answered_at = None

    def certain(self) -> Iterator[DealStory]:
        """Yield the deals that Baton said it has, and whose memory was never lost."""
        return (deal for deal in self.deals.values() if deal.won.is_certain and not deal.is_shaken)
