"""What the deals of a workspace came to in a span of days: figures that name nobody, and what stalls where.

Read from what happened and from nothing else, so that each figure can be checked against the timelines.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.closed import DealClosed, Outcome
from bot.events import DealOpened, Decided, Event, LapseClosed, Nudged, Recorded, Rescued
from bot.figures import Ledger
from bot.handovers import HandoverComplete
from bot.model import Deal, DealStatus, Lapse, LapseId
from bot.rules.changing import about
from bot.rules.first_pass import first_pass
from bot.rules.ledger import ledger


@dataclass(frozen=True, slots=True)
class Handed:
    """Lines that one function gave and another accepted for the first time in the span, by the functions' names."""

    giver: str
    receiver: str
    accepted: int
    first_time: int


@dataclass(frozen=True, slots=True)
class Stalled:
    """A deal in which something should have happened: what for longest, since when, and how many such things there are."""

    deal: Deal
    what: str
    since: datetime
    all: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a span.

    ``asked`` are the moments since which decisions are waited for, the oldest first; ``waited`` is how long those waited
    that were asked for and taken in the span, the shortest first.
    """

    won: int
    handed_over: int
    closed: tuple[tuple[Outcome, int], ...]
    kept: int
    in_time: int
    moved: int
    moved_by_others: int
    handed: tuple[Handed, ...]
    decided: int
    rescues: int
    asked: tuple[datetime, ...]
    waited: tuple[timedelta, ...]
    stalled: tuple[Stalled, ...]


def report(deals: Sequence[tuple[Deal, Sequence[Recorded]]], late: Sequence[Deal], *, since: datetime) -> Report:
    """Add up what happened since a moment to ``deals``, each with its whole history; ``late`` have open lapses."""
    events = [(deal, each.event) for deal, history in deals for each in history if each.at >= since]
    before = [(deal, [each for each in history if each.at < since]) for deal, history in deals]
    steps = _difference([ledger(history) for _, history in deals], [ledger(history) for _, history in before])
    open_lapses = [each for deal in late for each in _open(deal)]
    return Report(
        won=_deals(events, DealOpened),
        handed_over=_deals(events, HandoverComplete),
        closed=_closed(events),
        kept=steps["kept"],
        in_time=steps["in_time"],
        moved=steps["moved"],
        moved_by_others=steps["foreign"],
        handed=_handed(deals, before),
        decided=sum(isinstance(event, Decided) for _, event in events),
        rescues=sum(
            isinstance(event, Rescued) or (isinstance(event, Decided) and event.is_rescue) for _, event in events
        ),
        asked=tuple(sorted(each.opened_at for each in open_lapses if each.decider_id)),
        waited=tuple(sorted(wait for _, history in deals for at, wait in waits(history) if at >= since)),
        stalled=tuple(sorted(map(_stalled, filter(_open, late)), key=lambda each: each.since)),
    )


def waits(history: Sequence[Recorded]) -> Iterator[tuple[datetime, timedelta]]:
    """Yield when each decision was taken that somebody was asked for, and for how long it had waited.

    It counts from the first question: that another one was asked later makes the wait no shorter. A question that ended
    otherwise waited for no decision.
    """
    asked: dict[LapseId, datetime] = {}
    for each in history:
        event = each.event
        if isinstance(event, Nudged) and event.decider_id:
            asked.setdefault(event.lapse_id, each.at)
        elif isinstance(event, LapseClosed):
            asked.pop(event.lapse_id, None)
        elif isinstance(event, Decided) and asked:
            yield each.at, each.at - min(asked.values())
            asked.clear()


def _deals(events: Sequence[tuple[Deal, Event]], kind: type[Event]) -> int:
    # Deals and not events: a handover that was undone and complete once more is one.
    return len({deal.id for deal, event in events if isinstance(event, kind)})


def _closed(events: Sequence[tuple[Deal, Event]]) -> tuple[tuple[Outcome, int], ...]:
    """Count the deals that were closed and still are, by what became of them."""
    ended = {deal.id: deal.closing.outcome for deal, event in events if isinstance(event, DealClosed) and deal.closing}
    found = Counter(ended.values())
    return tuple((outcome, found[outcome]) for outcome in Outcome if found[outcome])


def _difference(now: Sequence[Ledger], before: Sequence[Ledger]) -> Mapping[str, int]:
    """Return what was added to the ledgers of deals since; a step's history begins before any span."""

    def figures(ledgers: Sequence[Ledger]) -> Counter[str]:
        found: Counter[str] = Counter()
        for each in ledgers:
            moved = each.ours.all + each.foreign
            found.update(kept=each.kept, in_time=each.in_time, moved=moved, foreign=each.foreign)
        return found

    found = figures(now)
    found.subtract(figures(before))
    return found


def _handed(
    deals: Sequence[tuple[Deal, Sequence[Recorded]]], before: Sequence[tuple[Deal, Sequence[Recorded]]]
) -> tuple[Handed, ...]:
    accepted, at_once = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for sign, counted in ((1, deals), (-1, before)):
        for deal, history in counted:
            for each in first_pass(deal, history):
                pair = (deal.label(each.giver), deal.label(each.receiver))
                accepted[pair] += sign * each.accepted
                at_once[pair] += sign * each.first_time
    # Where most is sent back comes first: that is where to look.
    worst = sorted(
        (pair for pair in accepted if accepted[pair]), key=lambda pair: (at_once[pair] / accepted[pair], pair)
    )
    return tuple(Handed(*pair, accepted[pair], at_once[pair]) for pair in worst)


def _open(deal: Deal) -> tuple[Lapse, ...]:
    if deal.status is not DealStatus.OPEN:
        return ()
    return tuple(each for each in deal.lapses if each.closed_at is None)


def _stalled(deal: Deal) -> Stalled:
    found = _open(deal)
    oldest = min(found, key=lambda each: each.opened_at)
    return Stalled(deal, about(deal, oldest), oldest.opened_at, len(found))
