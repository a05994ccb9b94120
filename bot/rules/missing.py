"""What a deal still lacks to be delivered: lines of its checklist, and what the customer was promised."""

from dataclasses import dataclass

from bot.model import Deal, Item, ItemStatus, Promise
from bot.rules.items import is_settled
from bot.rules.promises import LIVE

_ORDER = {ItemStatus.OPEN: 0, ItemStatus.DONE: 1, ItemStatus.WAITING: 2}


@dataclass(frozen=True, slots=True)
class Lacking:
    """Lines that are not given or not accepted, what can be done at once first; and the promises of a deal."""

    items: tuple[Item, ...]
    promises: tuple[Promise, ...]


def lacking(deal: Deal) -> Lacking:
    """Return what whoever gets a deal back has to see to."""
    items = [item for item in deal.items if not is_settled(item)]
    return Lacking(tuple(sorted(items, key=lambda item: _ORDER[item.status])), _promised(deal))


def _promised(deal: Deal) -> tuple[Promise, ...]:
    """Return what the customer counts on, whoever told it; a deal without a register has only the CRM's list."""
    if not deal.register.promises:
        return deal.facts.promises
    return tuple(Promise(each.what, each.due_on) for each in deal.register.having(*LIVE))
