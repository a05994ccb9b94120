"""When people may be spoken to: asked when a rung is to fire, and again just before its words leave."""

from datetime import datetime

from bot.context import Context
from bot.events import ChannelLost, Event, Nudged
from bot.model import UserId
from bot.outgoing import Kind, Outgoing
from bot.working_time import next_working_moment

ASKS = frozenset({Kind.NUDGE, Kind.DIGEST, Kind.TELL})
"""What asks somebody for something, or may. All else follows from what a person did just now, and comes at any hour."""


def spoken_at(context: Context, who: UserId, at: datetime) -> datetime:
    """Return ``at`` itself while a person may be spoken to, else the next moment at which they may."""
    return next_working_moment(context.reachable(who), at)


def quiet_until(outgoing: Outgoing, event: Event | None, context: Context, *, now: datetime) -> datetime | None:
    """Return until when a decided message must wait for its people's hours; None: it may go now."""
    whom = _whom(outgoing, event)
    if whom is None:
        return None
    at = spoken_at(context, whom, now)
    return at if at > now else None


def _whom(outgoing: Outgoing, event: Event | None) -> UserId | None:
    """Return whose hours count: of a nudge the one's who must act, wherever and to whomever it is said.

    The rule that fired it went by the same person. By anybody else's hours a rung could be fired in the one's evening
    and held in the other's, and the next one with it.
    """
    if outgoing.kind is Kind.NUDGE and isinstance(event, Nudged):
        return event.who
    if outgoing.kind is Kind.TELL and not isinstance(event, ChannelLost):
        return None
    # A channel's digest calls nobody by name. Its day ends at midnight, and what it tells is in no other one.
    return outgoing.to_user if outgoing.kind in ASKS else None
