"""A line that is done and waits to be accepted: whoever receives it is asked, since all that waits for it stands still."""

from collections.abc import Iterator

from bot.context import Context
from bot.model import Deal, ItemStatus, LapseKind
from bot.rules.condition import Condition, afresh
from bot.rules.days import half_day_after
from bot.rules.items import receiver

KIND = LapseKind.DONE_NOT_ACCEPTED


def done_not_accepted(deal: Deal, context: Context) -> Iterator[Condition]:
    """Ask whoever accepts for the receiving function, in hours of their own; once somebody decided, counted anew."""
    rungs = deal.ladder.lapses.get(KIND)
    for item in deal.items if rungs else ():
        if rungs and item.status is ItemStatus.DONE and item.accepted_by and item.done_at:
            who = receiver(deal, item)
            # The channel named them when it was done: whoever looks the same day is not reminded of it.
            handed_over = afresh(deal, KIND, item.id, item.done_at)
            since = half_day_after(context.calendar(who), handed_over, rungs.opens_after_hours)
            yield Condition(KIND, item.id, since, who, item.title, function=item.accepted_by, is_gate=item.is_gate)
