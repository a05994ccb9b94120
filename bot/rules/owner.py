"""Handing over ownership: it moves only when the offered one accepts, and somebody owns the deal at every moment."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.events import Change, OwnerAccepted, OwnerDeclined, OwnerOffered
from bot.model import Deal, LapseKind, Offer, UserId
from bot.refusals import AlreadyOwner, NoOffer
from bot.roles import OfferWithdrawn, TookOver
from bot.rules.anew import asked_anew
from bot.rules.asking import Cannot, asked
from bot.rules.changing import allowed, running, said
from bot.rules.permissions import Act, Concerned, check, who
from bot.unsaid import Unsaid


def offer(deal: Deal, context: Context, *, to: UserId, by: UserId, now: datetime) -> Change:
    """Ask ``to`` to own the deal. A new offer replaces an open one; the same one again changes nothing."""
    running(deal)
    check(Act.OFFER_OWNER, context, by)
    context.able(to)
    if to == deal.owner_id:
        raise AlreadyOwner(to)
    # The owner who names whoever asks for the deal has heard them: it is an offer now, which that one accepts.
    is_meant = deal.offer is not None and deal.offer.is_claim and by == deal.owner_id
    if deal.offer and deal.offer.to == to and not is_meant:
        return Change(deal)
    # An offer is known by its moment, and a clock may stand still: the growing number of events tells two apart.
    made = Offer(to, by, now + timedelta(microseconds=deal.seq), is_claim=to == by)
    return Change(replace(deal, offer=made), (OwnerOffered(made, deal.offer),))


def accept(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Change:
    """Move ownership to whoever was offered it, or to the one who was asked to decide who owns the deal.

    Of a claim the owner is asked, and says yes for whoever claims it: nobody gets a deal by their own word.
    """
    open_offer = _offered(running(deal))
    asked_one = _asked(deal)
    deciders = asked_to_decide(deal)
    allowed(by, "accept this deal", *who(Act.ACCEPT_OWNER, deal, context, Concerned(asked_one, (), deciders), now=now))
    answers = who(Act.ACCEPT_OWNER, deal, context, Concerned(asked_one), now=now)
    to = open_offer.to if open_offer.is_claim and by in answers else by
    # Whoever claimed it may have left since; a yes would give the deal to nobody.
    moved = replace(deal, owner_id=context.able(to), offer=None, owned_at=now)
    return Change(moved, (OwnerAccepted(to, deal.owner_id, open_offer.at),))


def decline(deal: Deal, context: Context, *, by: UserId, reason: str, now: datetime) -> Change:
    """Say no to an offer, or as the owner to a claim; the deal stays where it is, and the reason is shown."""
    open_offer = _offered(running(deal))
    allowed(by, "decline this deal", *who(Act.DECLINE_OWNER, deal, context, Concerned(_asked(deal)), now=now))
    why = said("why you decline", reason, example="I am on leave until 8 December; ask Mika")
    claimed_by = open_offer.to if open_offer.is_claim else None
    return Change(replace(deal, offer=None), (OwnerDeclined(by, deal.owner_id, why, open_offer.at, claimed_by),))


def withdraw(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Change:
    """Take an offer back: whoever made it may, and the owner; the deal stays where it is."""
    open_offer = _offered(running(deal))
    may = who(Act.WITHDRAW_OFFER, deal, context, Concerned((open_offer.by,)), now=now)
    allowed(by, "withdraw this offer", *may)
    event = OfferWithdrawn(by, open_offer.to, deal.owner_id, open_offer.at)
    kind = LapseKind.OWNER_NOT_ACCEPTED
    # Else the history said that it was answered, which is what nobody did.
    ended = asked_anew(deal, lambda lapse: lapse.kind is kind, now=now, how=Unsaid.SETTLED)
    return Change(replace(ended.deal, offer=None), (event, *ended.events))


def take_over(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Change:
    """Own a deal whose owner cannot answer; from an owner who can, ask for it.

    Who is asked in the owner's place takes over, any lead, and an admin. Whoever else wants the deal claims it too, and
    whoever stands in for the owner answers.
    """
    running(deal)
    check(Act.OFFER_OWNER, context, by)
    if by == deal.owner_id:
        raise AlreadyOwner(by)
    turn = asked(deal, context, deal.owner_id, None, now=now)
    concerned = Concerned((turn.whom,), tuple(lead for _, lead in deal.leads))
    if turn.why is None or by not in who(Act.TAKE_OVER, deal, context, concerned, now=now):
        return offer(deal, context, to=by, by=by, now=now)
    moved = replace(deal, owner_id=by, offer=None, owned_at=now)
    offered_at = deal.offer.at if deal.offer else None
    return Change(moved, (TookOver(by, deal.owner_id, turn.why is not Cannot.AWAY, offered_at),))


def _offered(deal: Deal) -> Offer:
    if deal.offer is None:
        raise NoOffer(deal.owner_id)
    return deal.offer


def _asked(deal: Deal) -> tuple[UserId, ...]:
    """Return who is asked to answer the open offer."""
    whom = deal.asked_about_owner()
    return (whom,) if whom else ()


def asked_to_decide(deal: Deal) -> tuple[UserId, ...]:
    """Return who was asked to decide who owns the deal, if anybody."""
    return tuple(
        each.decider_id
        for each in deal.lapses
        if each.kind is LapseKind.OWNER_NOT_ACCEPTED and each.closed_at is None and each.decider_id
    )
