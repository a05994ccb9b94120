"""Which done item somebody accepts or sends back, by the words they have for it."""

from datetime import datetime

from bot.context import Context
from bot.model import Deal, Item, ItemStatus, UserId
from bot.rules.again import is_lately
from bot.rules.items import may_answer
from bot.rules.meant import item_meant


def meant_to_accept(deal: Deal, context: Context, *, said: str, by: UserId, now: datetime) -> Item:
    """Return the item that ``by`` accepts."""
    accepted = (each for each in deal.items if each.status is ItemStatus.ACCEPTED and each.accepted_by_id == by)
    lately = tuple(each for each in accepted if each.accepted_at and is_lately(each.accepted_at, now))
    return item_meant(deal, said, among=_asked_of(deal, context, by, now), lately=lately)


def meant_to_send_back(deal: Deal, context: Context, *, said: str, by: UserId, now: datetime) -> Item:
    """Return the item that ``by`` sends back."""
    returned = (each for each in deal.items if each.status is ItemStatus.OPEN and each.sent_back)
    lately = tuple(each for each in returned if each.opened_at and is_lately(each.opened_at, now))
    return item_meant(deal, said, among=_asked_of(deal, context, by, now), lately=lately)


def _asked_of(deal: Deal, context: Context, by: UserId, now: datetime) -> tuple[Item, ...]:
    """Return what is done and waits for this person to answer."""
    done = (each for each in deal.items if each.status is ItemStatus.DONE and each.accepted_by)
    return tuple(each for each in done if by in may_answer(deal, context, each, now))
