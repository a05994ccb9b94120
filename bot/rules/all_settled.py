"""When the last line of a checklist is settled, the owner is asked once whether the deal can be closed."""

from collections.abc import Iterator
from datetime import datetime

from bot.closed import EverythingSettled
from bot.context import Context
from bot.model import Deal, DealStatus
from bot.rules.asking import asked
from bot.rules.items import is_settled
from bot.rules.quiet import spoken_at


def all_settled(before: Deal, after: Deal, context: Context, *, now: datetime) -> Iterator[EverythingSettled]:
    """Ask in the moment in which it becomes so: whoever wants to close later, or not, is not asked again.

    A checklist may have been empty until now, or a line was reopened and settled anew: each time it is news.
    """
    if after.status is DealStatus.OPEN and is_all_settled(after) and not is_all_settled(before):
        whom = asked(after, context, after.owner_id, None, now=now).whom
        yield EverythingSettled(whom, spoken_at(context, whom, now, since=now))


def is_all_settled(deal: Deal) -> bool:
    """Tell whether a checklist has nothing left to do; one without lines never says that everything is delivered."""
    return bool(deal.items) and all(map(is_settled, deal.items))


def why_not(deal: Deal | None) -> str | None:
    """Return why nobody is asked to close a deal after all; None: they are."""
    if deal is None or deal.status is not DealStatus.OPEN:
        return "the deal's clocks stand still"
    return None if is_all_settled(deal) else "not everything is settled any more"
