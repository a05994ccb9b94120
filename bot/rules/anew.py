"""Somebody else has it now: what the one before was asked about it ends, and they are asked from the first rung on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.events import Change, LapseClosed
from bot.model import Deal, Lapse
from bot.rules.changing import about
from bot.unsaid import Unsaid


def asked_anew(
    deal: Deal, is_about: Callable[[Lapse], bool], *, now: datetime, how: Unsaid = Unsaid.HANDED_ON
) -> Change:
    """Close the open lapses that the change is about; what is still not there opens them afresh.

    A closed lapse is never counted again. So the word in the channel that was to come next is not said to somebody who
    got the thing a minute ago: they are asked in private first, as everybody is.
    """
    ending = [each for each in deal.lapses if each.closed_at is None and is_about(each)]
    closed = {each.id: replace(each, closed_at=now, decider_id=None, decide_by=None) for each in ending}
    events = tuple(LapseClosed(each.id, each.kind, about(deal, each), how) for each in ending)
    return Change(replace(deal, lapses=tuple(closed.get(each.id, each) for each in deal.lapses)), events)
