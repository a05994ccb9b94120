"""Restraint: how often one person is asked in public, and what becomes of a question that would be once too often."""

from bot.events import Event, Nudged
from bot.model import Deal, Lost, UserId
from bot.playbook import Where

MOST_PUBLIC = 2
"""Public nudges for one person and day, over all deals: whoever reads more of them reads none."""


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
