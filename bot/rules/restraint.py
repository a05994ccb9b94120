"""Restraint: how often one person is asked in public, and what becomes of a question that would be once too often."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.context import Context
from bot.events import Event, Nudged
from bot.model import Deal, Lost, UserId
from bot.playbook import Where

MOST_PUBLIC = 2
"""Public nudges for one person and day, over all deals: whoever reads more of them reads none."""

BURST = timedelta(seconds=60)
"""What somebody is asked in private within this time is one message: five pings at nine would be one too many four times."""

MOST_LINES = 15
"""Questions in one message, so that each keeps its buttons within the blocks that Slack allows."""

LONGEST_JOIN = timedelta(days=2)
"""How long at most a message takes in others."""

_SPARED = "spared"


def has_channel(deal: Deal) -> bool:
    """Tell whether the deal has a channel to speak in, now or soon; one that is gone does not come again by itself."""
    return deal.channel_name is not None and deal.channel_lost is not Lost.GONE


def asked_in_public(deal: Deal, event: Event) -> UserId | None:
    """Return whom an event asks where colleagues read it; None: nobody.

    Leadership's channel is none of these: what comes there is asked of leadership, about a deal that stands still.
    """
    if isinstance(event, Nudged) and event.where is Where.CHANNEL and has_channel(deal):
        return event.decider_id or event.who
    return None


def in_private(event: Nudged, day: date) -> Nudged:
    """Return the nudge as it is said to the one who is asked alone. It has fired: its ladder goes on from it."""
    return replace(event, where=Where.PRIVATE, also=(), spared_on=day)


def as_begun(deal: Deal, event: Event, context: Context, *, now: datetime) -> Event:
    """Return a nudge as it is said while the workspace begins in private: to its person alone, or to one leader.

    Its rung has fired all the same. Held back until the first public day, a month of them would come at once.
    """
    if not isinstance(event, Nudged) or not context.is_private_at(now):
        return event
    if event.where is Where.LEADERSHIP:
        return replace(event, is_beginning=True)
    is_public = asked_in_public(deal, event) is not None
    return replace(event, where=Where.PRIVATE, also=(), is_beginning=True) if is_public else event


def gathers(event: Nudged, asked: UserId) -> str:
    """Return the word under which a private nudge joins others: what was spared that day, or what comes at once.

    A decision that was spared does not wait in a list of the day: nobody is called by a line that joins it later.
    """
    if event.spared_on and event.decider_id is None:
        return f"{_SPARED}:{asked}:{event.spared_on}"
    return f"burst:{asked}"


def joins_within(word: str) -> timedelta:
    """Return how long after a message was decided others may still join it."""
    return LONGEST_JOIN if word.startswith(_SPARED) else BURST
