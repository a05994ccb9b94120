"""Show the owner, hand the deal over, take it over or say no."""

from bot.events import OwnerAccepted, OwnerOffered
from bot.model import UserId
from bot.refusals import Missing
from bot.roles import OfferWithdrawn, TookOver
from bot.rules import owner
from bot.rules.changing import running
from bot.rules.permissions import Act
from bot.service import deals, roles
from bot.service.desk import Find, by_id
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.reading_roles import ME
from commands.requests import Owner
from commands.visit import Visit, pointed
from messages import forms, replies


def typed(visit: Visit, request: Owner) -> Answer:
    """Show who owns the deal, or ask somebody to."""
    seen = visit.see_here()
    if request.does:
        return _take_over(visit, visit.here()) if request.does == ME else _withdraw(visit, visit.here())
    if request.user_id is None:
        return Say(replies.owner(seen.deal, visit.user_id))
    visit.counter.learn(visit.workspace_id, request.user_id)
    did = deals.offer(visit.desk, visit.asked, visit.here(), to=request.user_id)
    return Say(replies.did(did.happened(OwnerOffered), did.deal, visit.now))


def offer_pressed(visit: Visit, value: str) -> Answer:
    """Open the form that asks for the new owner."""
    press = pointed(value)
    running(visit.see_for(Act.OFFER_OWNER, press).deal)
    return Open(forms.owner(press))


def offer_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Ask the chosen person to own the deal."""
    to = UserId(fields.text(forms.PERSON))
    if not to:
        raise Missing("who owns it next", "@omar")
    visit.counter.learn(visit.workspace_id, to)
    deals.offer(visit.desk, visit.asked, by_id(pointed(metadata).deal_id), to=to)
    return Quiet()


def accept_pressed(visit: Visit, value: str) -> Answer:
    """Take the deal over."""
    did = deals.accept_ownership(visit.desk, visit.asked, by_id(pointed(value).deal_id))
    return Say(replies.did(did.happened(OwnerAccepted), did.deal, visit.now), in_place=True)


def decline_pressed(visit: Visit, value: str) -> Answer:
    """Ask why not; the rule is asked first with a stand-in, so that nobody fills a form in in vain."""
    press = pointed(value)
    seen = visit.see(press)
    owner.decline(seen.deal, seen.context, by=visit.user_id, reason="?", now=visit.now)
    return Open(forms.decline(press))


def decline_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Say no, with the reason."""
    find = by_id(pointed(metadata).deal_id)
    deals.decline_ownership(visit.desk, visit.asked, find, reason=fields.text(forms.REASON))
    return Quiet()


def take_over_pressed(visit: Visit, value: str) -> Answer:
    """Take the deal over, or ask its owner for it."""
    return _take_over(visit, by_id(pointed(value).deal_id), in_place=True)


def withdraw_pressed(visit: Visit, value: str) -> Answer:
    """Take back what somebody was asked."""
    return _withdraw(visit, by_id(pointed(value).deal_id), in_place=True)


def _take_over(visit: Visit, find: Find, *, in_place: bool = False) -> Answer:
    did = roles.take_over(visit.desk, visit.asked, find)
    happened = did.happened(TookOver) or did.happened(OwnerOffered)
    return Say(replies.did(happened, did.deal, visit.now), in_place=in_place)


def _withdraw(visit: Visit, find: Find, *, in_place: bool = False) -> Answer:
    did = roles.withdraw_offer(visit.desk, visit.asked, find)
    return Say(replies.did(did.happened(OfferWithdrawn), did.deal, visit.now), in_place=in_place)
