"""A line of the checklist in the hands of one named person: given, and handed back with a reason."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change
from bot.model import Deal, Item, ItemStatus, UserId
from bot.refusals import ChangedSince, ItemNotOpen, NotGiven
from bot.roles import ItemGiven, ItemHandedBack
from bot.rules.anew import asked_anew
from bot.rules.asking import lead_for
from bot.rules.changing import allowed, item_of, running, said, with_item
from bot.rules.items import held
from bot.rules.permissions import Act, who

_OPEN = (ItemStatus.WAITING, ItemStatus.OPEN)


def give(
    deal: Deal, context: Context, *, item_id: UUID, to: UserId, by: UserId, now: datetime, generation: int | None = None
) -> Change:
    """Let ``to`` hold a line from now on; who holds it already keeps it, and nothing changes.

    It stays theirs when its function gets another lead; a line that its lead gets is the lead's as any other.
    ``generation`` is the one that a form was drawn for.
    """
    item = givable(deal, context, item_id=item_id, by=by, now=now, generation=generation)
    context.able(to)
    if to == item.holder_id:
        return Change(deal)
    given_by = None if to == deal.lead(item.function) else by
    event = ItemGiven(item.id, item.title, to, by, item.holder_id, item.due)
    changed = asked_anew(_held(deal, item, to, given_by), lambda lapse: lapse.subject == item.id, now=now)
    return Change(changed.deal, (event, *changed.events))


def hand_back(deal: Deal, context: Context, *, item_id: UUID, by: UserId, reason: str, now: datetime) -> Change:
    """Say why not oneself: the line is its lead's again, or the next one's up where the lead cannot act.

    Only whoever it was given to hands it back; that of a lead is theirs.
    """
    item = _open(running(deal), item_id)
    if item.given_by is None:
        raise NotGiven(item, item.holder_id)
    allowed(by, f"hand back “{item.title}”", *who(Act.HAND_BACK, deal, context, held(deal, item), now=now))
    why = said("why you hand it back", reason, example="I am at another site until Friday")
    lead = deal.lead(item.function)
    is_there = context.is_able(lead) and lead != item.holder_id
    to = lead if is_there else lead_for(deal, context, item.holder_id, item.function, now=now)
    event = ItemHandedBack(item.id, item.title, by, to, why, item.given_by, item.due)
    changed = asked_anew(_held(deal, item, to, None), lambda lapse: lapse.subject == item.id, now=now)
    return Change(changed.deal, (event, *changed.events))


def givable(
    deal: Deal, context: Context, *, item_id: UUID, by: UserId, now: datetime, generation: int | None = None
) -> Item:
    """Return a line that ``by`` may give to somebody: its holder, its lead, the owner, or who stands in for them."""
    item = _open(running(deal), item_id)
    if generation not in (None, item.generation):
        raise ChangedSince(item.title)
    allowed(by, f"give “{item.title}” to somebody", *_may_give(deal, context, item, now))
    return item


def givable_by(deal: Deal, context: Context, by: UserId, *, now: datetime) -> tuple[Item, ...]:
    """Return every line that somebody may give to another, those that can be done now first."""
    found = [item for item in deal.items if item.status in _OPEN]
    mine = [item for item in found if by in _may_give(deal, context, item, now)]
    return tuple(sorted(mine, key=lambda item: item.status is ItemStatus.WAITING))


def _may_give(deal: Deal, context: Context, item: Item, now: datetime) -> tuple[UserId, ...]:
    return who(Act.GIVE_ITEM, deal, context, held(deal, item), now=now)


def _open(deal: Deal, item_id: UUID) -> Item:
    """Return a line that is not done; one that waits can be given: who gets it sees it coming."""
    item = item_of(deal, item_id)
    if item.status not in _OPEN:
        raise ItemNotOpen(item)
    return item


def _held(deal: Deal, item: Item, holder: UserId, given_by: UserId | None) -> Deal:
    # A new generation, as with a change of status: what was drawn for the one before asks nobody any more.
    return with_item(deal, replace(item, holder_id=holder, given_by=given_by, generation=item.generation + 1))
