"""Which of a deal's open questions everybody may read of."""

from bot.model import Deal, Lapse
from bot.playbook import Where


def open_to_all(deal: Deal) -> tuple[Lapse, ...]:
    """Return the decisions that are asked for in public; what somebody was asked privately is theirs for now."""
    asked = [each for each in deal.lapses if each.closed_at is None and each.decider_id]
    return tuple(each for each in asked if not is_private(deal, each))


def is_private(deal: Deal, lapse: Lapse) -> bool:
    """Tell whether the last word about a lapse was said to one person alone."""
    rungs = deal.ladder.lapses.get(lapse.kind)
    return bool(rungs and 0 < lapse.rung <= len(rungs.rungs) and rungs.rungs[lapse.rung - 1].where is Where.PRIVATE)
