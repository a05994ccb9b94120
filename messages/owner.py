"""What is said about who owns a deal: asked, accepted, declined."""

from bot.events import OwnerAccepted, OwnerDeclined, OwnerOffered
from bot.model import Deal, Offer, UserId
from bot.roles import OfferExpired, OfferWithdrawn, TookOver
from messages.buttons import add_step, hand_over, offer_buttons, take_over
from messages.message import Message, said
from messages.scene import Scene
from messages.words import label, words


def offered(event: OwnerOffered, scene: Scene) -> Message:
    return _asked(scene.the_deal, event.offer)


def accepted(event: OwnerAccepted, scene: Scene) -> Message:
    deal = scene.the_deal
    asks_step = not any(step.by == event.owner_id for step in deal.steps)
    text = words("owner/accepted", deal=deal.facts.name, owner=event.owner_id, was=event.was, asks_step=asks_step)
    return said(text, *([add_step(deal, style="primary")] if asks_step else []))


def declined(event: OwnerDeclined, scene: Scene) -> Message:
    deal = scene.the_deal
    text = words(
        "owner/declined",
        deal=deal.facts.name,
        owner=event.owner_id,
        by=event.declined_by,
        reason=event.reason,
        claimed_by=event.claimed_by,
    )
    return said(text, *([] if event.claimed_by else [hand_over(deal, style="primary")]))


def withdrawn(event: OfferWithdrawn, scene: Scene) -> Message:
    deal = scene.the_deal
    return said(words("owner/withdrawn", deal=deal.facts.name, to=event.to, by=event.by, owner=event.owner_id))


def expired(event: OfferExpired, scene: Scene) -> Message:
    """Ask the lead who else it could be; the buttons go once somebody is asked, or the owner has changed."""
    deal = scene.the_deal
    text = words(
        "owner/expired",
        deal=deal.facts.name,
        lead=event.lead,
        to=event.to,
        is_claim=event.is_claim,
        at=event.offered_at,
        zone=deal.zone,
        owner=event.owner_id,
    )
    is_open = deal.offer is None and deal.owner_id == event.owner_id
    return said(
        text, *([hand_over(deal, label("owner#name_the_owner"), style="primary"), take_over(deal)] if is_open else [])
    )


def took_over(event: TookOver, scene: Scene) -> Message:
    deal = scene.the_deal
    asks_step = not any(step.by == event.owner_id for step in deal.steps)
    text = words(
        "owner/took_over",
        deal=deal.facts.name,
        owner=event.owner_id,
        was=event.was,
        has_left=event.has_left,
        asks_step=asks_step,
    )
    return said(text, *([add_step(deal, style="primary")] if asks_step else []))


def offer_as_it_stands(scene: Scene) -> Message:
    """Redraw the question: with its buttons while it is open, with its answer afterwards."""
    deal = scene.the_deal
    if deal.offer is not None:
        return _asked(deal, deal.offer)
    return said(
        words(
            "owner/answered",
            deal=deal.facts.name,
            account=deal.facts.account,
            owner=deal.owner_id,
            since=deal.owned_at,
            zone=deal.zone,
        )
    )


def replaced(was: UserId, scene: Scene) -> Message:
    """Take the buttons from a question that somebody else is asked now: whoever pressed them would only be refused."""
    deal = scene.the_deal
    if deal.offer is None:
        return offer_as_it_stands(scene)
    return said(words("owner/replaced", deal=deal.facts.name, was=was, to=deal.offer.to))


def _asked(deal: Deal, offer: Offer) -> Message:
    text = words(
        "owner/offered",
        deal=deal.facts.name,
        account=deal.facts.account,
        to=offer.to,
        by=offer.by,
        owner=_owner_meanwhile(deal, offer),
        is_claim=offer.is_claim,
    )
    return said(text, *(offer_buttons(deal) if deal.offer and deal.offer.to == offer.to else []))


def _owner_meanwhile(deal: Deal, offer: Offer) -> UserId:
    """Return who owns it until the answer; when the words are late and it moved already, who asked."""
    return offer.by if deal.owner_id == offer.to else deal.owner_id
