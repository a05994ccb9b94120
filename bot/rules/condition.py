"""A condition under which a lapse is open, and from when it counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from bot.ladder import rungs_for
from bot.model import Deal, Due, Lapse, LapseId, LapseKind, UserId
from bot.playbook import Rung

AGE = timedelta(days=28)
"""Shorter than a lapse that is over comes with its deal, by more than clocks differ."""


@dataclass(frozen=True, slots=True)
class Condition:
    """From ``since`` on, ``who`` must act on ``about``. ``due`` is the moment that was meant, where there is one."""

    kind: LapseKind
    subject: UUID | None
    since: datetime
    who: UserId
    about: str
    due: Due | None = None
    function: str | None = None
    is_gate: bool = False

    def lapse(self, deal: Deal, *, now: datetime) -> Lapse:
        """Return the lapse that opens now.

        Its id is of what it is about, of the moment from which it counts, and of how many counted from there before:
        another one each time, and the same one again when a restore has taken back what else was written down meanwhile.
        One that was over long ago, as before a hold of months, is no longer at hand: it was of an earlier age.
        """
        age = (now - self.since) // AGE
        like = (self.kind, self.subject, self.since)
        before = sum((each.kind, each.subject, each.opened_at) == like for each in deal.lapses)
        name = f"lapse:{self.kind}:{self.subject}:{self.since.isoformat()}:{age}:{before}"
        return Lapse(LapseId(uuid5(deal.id, name)), self.kind, self.subject, self.since)


def afresh(deal: Deal, kind: LapseKind, subject: UUID | None, since: datetime) -> datetime:
    """Return from when to count: what a closed lapse has counted already is never counted again."""
    return max(since, settled_at(deal).get((kind, subject), since))


def settled_at(deal: Deal) -> Mapping[tuple[LapseKind, UUID | None], datetime]:
    """Return when each question was settled last, of those that ever were."""
    found: dict[tuple[LapseKind, UUID | None], datetime] = {}
    for lapse in deal.lapses:
        if lapse.closed_at:
            key = (lapse.kind, lapse.subject)
            found[key] = max(lapse.closed_at, found.get(key, lapse.closed_at))
    return found


def all_afresh(deal: Deal, found: Iterable[Condition]) -> Iterator[Condition]:
    """Yield each condition as ``afresh`` would have it: of many, the lapses are gone through once."""
    settled = settled_at(deal)
    for each in found:
        closed_at = settled.get((each.kind, each.subject)) if settled else None
        yield replace(each, since=closed_at) if closed_at and closed_at > each.since else each


def rungs_of(deal: Deal, condition: Condition) -> tuple[Rung, ...]:
    """Return the rungs that can fire for what a condition is about, in their order."""
    rungs = rungs_for(deal.ladder, condition.kind).rungs
    return tuple(rung for rung in rungs if condition.is_gate or not rung.gates_only)
