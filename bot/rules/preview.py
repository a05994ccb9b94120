"""What happens if nobody acts: the review itself, played forward as if every word were told at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.events import Nudged
from bot.model import Deal, LapseId
from bot.rules.restraint import as_begun
from bot.rules.review import coming, review
from bot.rules.snoozing import is_asleep

HORIZON = timedelta(days=45)
"""No ladder that starts now is longer in calendar days, holidays among them."""
MOST_LOOKS = 120


@dataclass(frozen=True, slots=True)
class Foretold:
    """What is going to be said, and when."""

    at: datetime
    nudge: Nudged


def foretell(deal: Deal, context: Context, *, now: datetime) -> Iterator[Foretold]:
    """Yield what will be said if nobody acts, soonest first, until nothing more is due within the horizon.

    It asks ``review`` rather than the ladder, so that it cannot promise what will not happen. Only the budget of a
    person's day, which no single deal knows, can still move a word.
    """
    return (each for said, _ in _played(deal, context, now) for each in said)


def of_open(
    deal: Deal, context: Context, *, now: datetime, only: LapseId | None = None
) -> dict[LapseId, tuple[Foretold, ...]]:
    """Return for each lapse that is open now, or for one of them, what comes, each ladder to its end."""
    are_open = (each.id for each in deal.lapses if each.closed_at is None)
    found: dict[LapseId, tuple[Foretold, ...]] = {each: () for each in are_open if only in (None, each)}
    for said, after in _played(deal, context, now) if found else ():
        for each in said:
            if each.nudge.lapse_id in found:
                found[each.nudge.lapse_id] += (each,)
        # A deal may have many other dates ahead, which nobody asked about.
        if not found.keys() & _going(after, context, said[0].at):
            break
    return found


def _going(deal: Deal, context: Context, now: datetime) -> set[LapseId]:
    """Return the lapses of which more is to be said, those that were put off too."""
    asleep = {each.id for each in deal.lapses if each.closed_at is None and is_asleep(deal, each)}
    return asleep | {each.lapse.id for each in coming(deal, context, now=now)}


def _told(deal: Deal, now: datetime) -> Deal:
    """Let everything that is on its way have arrived."""
    waiting = [each for each in deal.lapses if each.rung and each.told_at is None]
    if not waiting:
        return deal
    lapses = tuple(replace(each, told_at=now) if each in waiting else each for each in deal.lapses)
    return replace(deal, lapses=lapses, seq=deal.seq + len(waiting))


def _played(deal: Deal, context: Context, now: datetime) -> Iterator[tuple[tuple[Foretold, ...], Deal]]:
    """Yield what is said at one moment, with the deal as it is when people have read it."""
    until, deal = now + HORIZON, _told(deal, now)
    for _ in range(MOST_LOOKS):
        change = review(deal, context, now=now)
        begun = (as_begun(deal, event, context, now=now) for event in change.events)
        said = tuple(Foretold(now, event) for event in begun if isinstance(event, Nudged))
        # As events are numbered: the id of a lapse that opens then hangs on it.
        deal = _told(replace(change.deal, seq=deal.seq + len(change.events)), now)
        if said:
            yield said, deal
        ahead = now if said else deal.next_review_at
        if ahead is None or ahead > until:
            return
        now = ahead
