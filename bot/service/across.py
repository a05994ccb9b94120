"""The same item on many deals: found for whoever is asked for it, and done on each deal by itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.context import Context
from bot.events import Change, ItemDone
from bot.model import Deal, DealId, DealStatus, Item
from bot.ports import Wanted
from bot.refusals import Refusal
from bot.rules.asking import stood_in_for
from bot.rules.filling_in import Entry, fill_in, theirs
from bot.service.desk import Asked, Desk, act, by_id, context_of

MOST_LOOKED_THROUGH = 1000


def open_lines(desk: Desk, asked: Asked, title: str) -> Sequence[tuple[Deal, Item]]:
    """Return the open items of this title that whoever asks is asked for, one for each deal, the next due first."""
    with desk.work(asked.workspace_id) as uow:
        context, found = context_of(uow), dict[DealId, Deal]()
        for who in (asked.by, *stood_in_for(context, asked.by, now=asked.now)):
            deals = uow.deals(Wanted(person=who, limit=MOST_LOOKED_THROUGH))
            found |= {deal.id: deal for deal in deals}
    lines = [(deal, item) for deal in found.values() for item in theirs(deal, context, asked.by, now=asked.now)]
    titled = [each for each in lines if each[1].title == title]
    first = {deal.id: (deal, item) for deal, item in reversed(titled)}
    return sorted(first.values(), key=_due)


def _due(line: tuple[Deal, Item]) -> tuple[bool, float, str]:
    deal, item = line
    return item.due is None, item.due.at.timestamp() if item.due else 0.0, deal.facts.name


def deals_of(desk: Desk, asked: Asked, deal_ids: Collection[DealId]) -> tuple[Sequence[Deal], Context]:
    """Return the deals of a form that still run, and the people around them."""
    with desk.work(asked.workspace_id) as uow:
        found = uow.these_deals(deal_ids)
        return [deal for deal in found if deal.status is DealStatus.OPEN], context_of(uow)


def fill_in_across(desk: Desk, asked: Asked, entries: Mapping[DealId, Sequence[Entry]]) -> tuple[int, list[Refusal]]:
    """Mark items done on each deal in a transaction of its own; return how many were, and what others were faster with.

    A second delivery of the same form does what the first one did not come to, and nothing twice.
    """
    done, passed = 0, list[Refusal]()
    for deal_id, given in entries.items():
        of_deal: list[Refusal] = []

        def finish(
            deal: Deal, context: Context, given: Sequence[Entry] = given, of_deal: list[Refusal] = of_deal
        ) -> Change:
            filled = fill_in(deal, context, given, by=asked.by, now=asked.now)
            of_deal[:] = [*filled.passed, *filled.faults.values()]
            return filled.change

        try:
            did = act(desk, replace(asked, key=f"{asked.key}:{deal_id}"), by_id(deal_id), finish)
        except Refusal as refusal:
            # One deal that was closed meanwhile takes nothing from the others.
            of_deal = [refusal]
        else:
            done += sum(isinstance(each.event, ItemDone) for each in did.recorded)
        passed += of_deal
    return done, passed
