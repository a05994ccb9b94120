"""Where something is said about a deal: in its channel or to one person, under a key that is new for what happened."""

from collections.abc import Iterator
from uuid import uuid5

from bot.events import Event, Recorded
from bot.model import Deal, UserId
from bot.outgoing import Kind, Outgoing
from bot.rules.restraint import has_channel


def lane_of(deal: Deal) -> str:
    """Return the lane of a deal's channel."""
    return f"deal:{deal.id}"


def private(user: UserId) -> str:
    """Return the lane of a person's direct messages."""
    return f"dm:{user}"


def in_channel(
    deal: Deal,
    key: str,
    kind: Kind,
    *,
    seq: int | None = None,
    detail: str | None = None,
    instead: UserId | None = None,
) -> Outgoing:
    """Address the deal's channel; a deal without one speaks to ``instead``, by default its owner."""
    if not has_channel(deal):
        user = instead or deal.owner_id
        return to_person(deal, user, key, Kind.TELL if kind is Kind.SAY else kind, seq=seq, detail=detail)
    return Outgoing(key, kind, lane_of(deal), deal_id=deal.id, in_channel_of=deal.id, seq=seq, detail=detail)


def to_person(
    deal: Deal, user: UserId, key: str, kind: Kind, *, seq: int | None = None, detail: str | None = None
) -> Outgoing:
    """Address one person by direct message."""
    return Outgoing(key, kind, private(user), deal_id=deal.id, to_user=user, seq=seq, detail=detail)


def invited(deal: Deal, user: UserId) -> Iterator[Outgoing]:
    """Ask a person into the deal's channel; a second time the key is known."""
    if has_channel(deal):
        yield Outgoing(
            f"invite:{deal.id}:{user}",
            Kind.INVITE,
            lane_of(deal),
            deal_id=deal.id,
            in_channel_of=deal.id,
            to_user=user,
        )


def told(deal: Deal, recorded: Recorded, user: UserId, word: str) -> Outgoing:
    """Tell one person in private what happened; ``word`` says which of several things that are told about it."""
    key = f"{word}:{deal.id}:{user}:{recorded.seq}:{gist(deal, recorded.event)}"
    return to_person(deal, user, key, Kind.TELL, seq=recorded.seq)


def gist(deal: Deal, event: Event) -> str:
    """Return what tells the key of this event's message from that of another one with its number."""
    # After a restore the same number may be given to another event, whose message must not be taken for this one's.
    return uuid5(deal.id, repr(event)).hex[:8]
