"""What must be said because somebody else is responsible now: to the channel, and in private to who is not in it."""

from collections.abc import Callable, Iterator, Mapping

from bot.addressing import gist, in_channel, invited, told
from bot.events import Event, Recorded
from bot.model import Deal, Item, ItemStatus, UserId
from bot.outgoing import Kind, Outgoing
from bot.roles import ItemGiven, ItemHandedBack, LeadHandedOver, OfferExpired, OfferWithdrawn, SellerFound, TookOver
from bot.rules.members import members
from bot.rules.restraint import has_channel


def _led(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Invite the new lead and say it in the channel; who led before and cannot read it there is told in private."""
    event = recorded.event
    assert isinstance(event, LeadHandedOver)
    yield from invited(deal, event.to)
    key = f"said:{deal.id}:{recorded.seq}:{gist(deal, event)}"
    yield in_channel(deal, key, Kind.SAY, seq=recorded.seq, instead=event.to)
    was = event.was
    if was and was != event.by and not _reads_along(deal, was, event.function):
        yield told(deal, recorded, was, "led")


def _reads_along(deal: Deal, user: UserId, function: str) -> bool:
    """Tell whether somebody was asked into the deal's channel, or may not be told of the deal elsewhere."""
    if not has_channel(deal):
        return False
    # A function's people are invited with its first line that can begin.
    has_begun = any(item.function == function and item.status is not ItemStatus.WAITING for item in deal.items)
    return has_begun or user in (deal.owner_id, deal.seller_id) or (deal.is_private and user not in members(deal))


def _given(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say it where all can read it: whoever gets it, and whoever had it, are both mentioned."""
    event = recorded.event
    assert isinstance(event, ItemGiven)
    yield from invited(deal, event.to)
    key = f"given:{event.item_id}:{recorded.seq}:{gist(deal, event)}"
    yield in_channel(deal, key, Kind.SAY, seq=recorded.seq, instead=event.to)


def _handed_back(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Tell who has it now, and who gave it: a no is no public matter."""
    event = recorded.event
    assert isinstance(event, ItemHandedBack)
    yield from invited(deal, event.to)
    for user in dict.fromkeys((event.to, event.given_by)):
        if user != event.by and (not deal.is_private or user in members(deal)):
            yield told(deal, recorded, user, "handed-back")


def _owned(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say in the channel who owns the deal now, or still does; of a new owner the topic tells, too."""
    event = recorded.event
    assert isinstance(event, OfferWithdrawn | OfferExpired | TookOver)
    if isinstance(event, TookOver):
        yield from invited(deal, event.owner_id)
        if has_channel(deal):
            yield in_channel(deal, f"topic:{deal.id}:{recorded.seq}", Kind.TOPIC, seq=recorded.seq)
    key = f"said:{deal.id}:{recorded.seq}:{gist(deal, event)}"
    # Without a channel it is told to whom it concerns who did not do it.
    instead = event.was if isinstance(event, TookOver) else event.to
    if isinstance(event, OfferExpired):
        instead = event.lead
        yield from invited(deal, event.lead)
    yield in_channel(deal, key, Kind.SAY, seq=recorded.seq, instead=instead)


def _sold(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Invite the seller who was found; the board and the history name them."""
    event = recorded.event
    assert isinstance(event, SellerFound)
    yield from invited(deal, event.to)


def redrawn_lines(deal: Deal, event: Event) -> tuple[Item, ...]:
    """Return the lines that name somebody else after an event: as who holds them, or as who is to accept them."""
    if not isinstance(event, LeadHandedOver):
        return ()
    return tuple(item for item in deal.items if event.function in (item.function, item.accepted_by))


def questions_to(deal: Deal, event: Event) -> tuple[Item, ...]:
    """Return the done lines that somebody else is asked to accept after an event."""
    return tuple(
        item
        for item in redrawn_lines(deal, event)
        if item.status is ItemStatus.DONE and item.accepted_by == getattr(event, "function", None)
    )


SPEAKERS: Mapping[type[Event], Callable[[Deal, Recorded], Iterator[Outgoing]]] = {
    LeadHandedOver: _led,
    ItemGiven: _given,
    ItemHandedBack: _handed_back,
    OfferWithdrawn: _owned,
    OfferExpired: _owned,
    TookOver: _owned,
    SellerFound: _sold,
}
"""What is said about each of these events."""
