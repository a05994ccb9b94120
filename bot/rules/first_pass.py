"""How often a line is accepted the first time, for each pair of functions; and what happened at gates out of turn.

Read from what happened and from nothing else, as the ledger is.
"""

from collections import Counter
from collections.abc import Iterable

from bot.events import ItemAccepted, ItemSentBack, Recorded
from bot.figures import AtGates, FirstPass
from bot.gate_events import ItemReopened, ItemStartedAnyway
from bot.model import Deal, ItemId


def first_pass(deal: Deal, recorded: Iterable[Recorded]) -> tuple[FirstPass, ...]:
    """Return for each pair of functions how many lines were accepted, and how many of them without being sent back.

    A line counts once, by its first acceptance: that it was reopened later says nothing of how it was handed over.
    """
    pairs = {each.id: (each.function, each.accepted_by) for each in deal.items}
    sent_back: set[ItemId] = set()
    firsts: dict[ItemId, bool] = {}
    for event in (each.event for each in recorded):
        if isinstance(event, ItemSentBack):
            sent_back.add(event.item_id)
        elif isinstance(event, ItemAccepted):
            firsts.setdefault(event.item_id, event.item_id not in sent_back)
    accepted = Counter(pairs[line] for line in firsts if line in pairs)
    at_once = Counter(pairs[line] for line, is_first in firsts.items() if is_first and line in pairs)
    return tuple(
        FirstPass(giver, receiver, accepted[giver, receiver], at_once[giver, receiver])
        for giver, receiver in accepted
        if receiver
    )


def at_gates(recorded: Iterable[Recorded]) -> AtGates:
    """Count what was reopened, and what the owner let begin before what it waits for."""
    events = [each.event for each in recorded]
    return AtGates(
        reopened=sum(isinstance(each, ItemReopened) for each in events),
        started_anyway=sum(isinstance(each, ItemStartedAnyway) for each in events),
    )
