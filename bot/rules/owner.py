"""Handing over ownership: it moves only when the offered one accepts, and somebody owns the deal at every moment."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.events import Change, OwnerAccepted, OwnerDeclined, OwnerOffered
from bot.model import Deal, LapseKind, Offer, UserId
from bot.refusals import AlreadyOwner, NoOffer
from bot.rules.asking import with_stand_ins
from bot.rules.changing import allowed, running, said


def offer(deal: Deal, context: Context, *, to: UserId, by: UserId, now: datetime) -> Change:
    """Ask ``to`` to own the deal. A new offer replaces an open one; the same one again changes nothing."""
    running(deal)
    context.able(to)
    if to == deal.owner_id:
        raise AlreadyOwner(to)
    if deal.offer and deal.offer.to == to:
        return Change(deal)
    # An offer is known by its moment, and a clock may stand still: the growing number of events tells two apart.
    asked = Offer(to, by, now + timedelta(microseconds=deal.seq))
    return Change(replace(deal, offer=asked), (OwnerOffered(asked, deal.offer),))


def accept(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Change:
    """Move ownership to whoever was offered it, or to the one who was asked to decide who owns the deal."""
    running(deal)
    if deal.offer is None:
        raise NoOffer(deal.owner_id)
    may = with_stand_ins(deal, context, (deal.offer.to, *asked_to_decide(deal)), now=now)
    allowed(by, "accept this deal", *may)
    moved = replace(deal, owner_id=by, offer=None, owned_at=now)
    return Change(moved, (OwnerAccepted(by, deal.owner_id, deal.offer.at),))


def decline(deal: Deal, context: Context, *, by: UserId, reason: str, now: datetime) -> Change:
    """Say no to an offer; the deal stays where it is, and the reason is shown."""
    running(deal)
    if deal.offer is None:
        raise NoOffer(deal.owner_id)
    allowed(by, "decline this deal", *with_stand_ins(deal, context, (deal.offer.to,), now=now))
    why = said("why you decline", reason, example="I am on leave until 8 December; ask Mika")
    return Change(replace(deal, offer=None), (OwnerDeclined(by, deal.owner_id, why, deal.offer.at),))


def asked_to_decide(deal: Deal) -> tuple[UserId, ...]:
    """Return who was asked to decide who owns the deal, if anybody."""
    return tuple(
        each.decider_id
        for each in deal.lapses
        if each.kind is LapseKind.OWNER_NOT_ACCEPTED and each.closed_at is None and each.decider_id
    )
