"""Somebody whom a system named is known now: an open deal that waited for them gets them, and the line about it ends."""

from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.crm_people import LEAD, OWNER, SELLER
from bot.events import Change
from bot.model import Deal, DealStatus, Item, ItemStatus, UserId
from bot.roles import SellerFound
from bot.rules.evidence import Given
from bot.rules.items import ended
from bot.rules.leading import hand_over
from bot.rules.owner import offer


def line_for(deal: Deal, part: str) -> str:
    """Return the key of the line by which somebody is looked for."""
    if part.startswith(LEAD):
        return f"find-lead of {deal.label(part.removeprefix(LEAD))}"
    return f"find-{part}"


def meet(deal: Deal, context: Context, *, part: str, user: UserId, by: UserId, now: datetime) -> Change:
    """Let a person play the part that their system named them for; ``by``: the admin who said who they are.

    The owner is asked and accepts like anybody. A line that somebody ended already stays as they ended it, and so does
    the part: whoever found somebody themselves has settled it.
    """
    line = next((each for each in deal.items if each.key == line_for(deal, part)), None)
    if deal.status is not DealStatus.OPEN or line is None or line.status is not ItemStatus.OPEN:
        return Change(deal)
    done = _ended(deal, context, line, user, by, now)
    cast = _cast(done.deal, context, part, user, by, now)
    return Change(cast.deal, (*done.events, *cast.events))


def _ended(deal: Deal, context: Context, line: Item, user: UserId, by: UserId, now: datetime) -> Change:
    name = context.people[user].name if user in context.people else user
    return ended(deal, context, line, by=by, given=Given(name), now=now)


def _cast(deal: Deal, context: Context, part: str, user: UserId, by: UserId, now: datetime) -> Change:
    if part == SELLER:
        return _sold(deal, user, by)
    if part == OWNER:
        return _offered(deal, context, user, by, now)
    return hand_over(deal, context, function=part.removeprefix(LEAD), to=user, by=by, now=now)


def _sold(deal: Deal, user: UserId, by: UserId) -> Change:
    """Name the seller. Whoever owned the deal in their place goes on owning it: that moves by acceptance alone."""
    if user == deal.seller_id:
        return Change(deal)
    return Change(replace(deal, seller_id=user), (SellerFound(user, deal.seller_id, by),))


def _offered(deal: Deal, context: Context, user: UserId, by: UserId, now: datetime) -> Change:
    # Who was asked at the opening was asked for want of this one; whom people asked since, they had a reason to.
    is_asked_by_people = deal.offer is not None and deal.offer.at != deal.opened_at
    if is_asked_by_people or user == deal.owner_id or not context.is_able(user):
        return Change(deal)
    return offer(deal, context, to=user, by=by, now=now)
