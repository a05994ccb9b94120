"""Momentum at a glance: in one word, whether a deal goes on, and if not, what it wants."""

from collections.abc import Mapping
from enum import StrEnum

from bot.model import Deal, DealStatus, LapseKind
from bot.rules.steps import open_steps


class Momentum(StrEnum):
    """Whether a deal goes on, the most urgent first: a list is ordered by it."""

    DECISION = "decision"
    STALLED = "stalled"
    AT_RISK = "at risk"
    LATE = "late"
    UNDATED = "undated"
    WAITING = "waiting"
    GOING = "going"
    HELD = "held"


STOPPED = (Momentum.DECISION, Momentum.STALLED, Momentum.AT_RISK)
"""What leaders are shown: whoever is merely late is being asked already."""

_SEEN_IN: Mapping[LapseKind, Momentum] = {
    LapseKind.OWNER_NOT_ACCEPTED: Momentum.STALLED,
    LapseKind.OWNER_GONE: Momentum.STALLED,
    LapseKind.SILENCE: Momentum.STALLED,
    LapseKind.PROMISE_AT_RISK: Momentum.AT_RISK,
    LapseKind.STEP_OVERDUE: Momentum.LATE,
    LapseKind.ITEM_OVERDUE: Momentum.LATE,
    LapseKind.DONE_NOT_ACCEPTED: Momentum.LATE,
    LapseKind.SLIPPED_TWICE: Momentum.LATE,
    LapseKind.NOTHING_DATED: Momentum.UNDATED,
}
STOPPING = tuple(kind for kind, seen in _SEEN_IN.items() if seen in STOPPED)
"""What stops a deal while it is open; and whatever somebody has to decide does."""
_ORDER = tuple(Momentum)


def momentum(deal: Deal) -> Momentum:
    """Return how a deal that runs or is held stands; of several signs the most urgent."""
    if deal.status is not DealStatus.OPEN:
        return Momentum.HELD
    asked = [each for each in deal.lapses if each.closed_at is None]
    # Of what is not named above, such as a step that is due today, a deal goes on all the same.
    signs = [Momentum.DECISION if each.decider_id else _SEEN_IN.get(each.kind) for each in asked]
    return min((each for each in signs if each), key=rank, default=_of_steps(deal))


def rank(seen: Momentum) -> int:
    """Return its place, the most urgent first."""
    return _ORDER.index(seen)


def _of_steps(deal: Deal) -> Momentum:
    steps = open_steps(deal)
    if not steps:
        return Momentum.UNDATED
    return Momentum.WAITING if all(each.parked for each in steps) else Momentum.GOING
