"""An offer of ownership that nobody answers ends by itself, and the lead is asked who else it could be."""

from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.events import Change
from bot.ladder import rungs_for
from bot.model import Deal, LapseKind
from bot.roles import OfferExpired
from bot.rules.anew import asked_anew
from bot.rules.asking import asked_in_turn, lead_for
from bot.unsaid import Unsaid
from bot.working_time import add_working_hours

KIND = LapseKind.OWNER_NOT_ACCEPTED
LAST_HOURS = 8.0
"""Working hours after the last word of the ladder: whoever read it has a working day to act on it."""


def expires_at(deal: Deal, context: Context, *, now: datetime) -> datetime | None:
    """Return when the open offer ends, now at the earliest; None while its ladder has words left to say.

    In hours of the lead's: they are asked then, in the channel.
    """
    whom = deal.asked_about_owner()
    lapse = next((each for each in deal.lapses if each.kind is KIND and each.closed_at is None), None)
    if whom is None or lapse is None or lapse.told_at is None or lapse.rung < len(rungs_for(deal.ladder, KIND).rungs):
        return None
    told_at = max(lapse.told_at, lapse.snoozed_until or lapse.told_at)
    lead = lead_for(deal, context, whom, None, now=now)
    return asked_in_turn(
        deal,
        context,
        lead,
        None,
        lambda there: add_working_hours(context.calendar(there), told_at, LAST_HOURS),
        now=now,
    )


def expire(deal: Deal, context: Context, *, now: datetime) -> Change:
    """End the offer if its time is over. The deal stays with its owner, whose clocks run again."""
    offer, at = deal.offer, expires_at(deal, context, now=now)
    if offer is None or at is None or at > now:
        return Change(deal)
    lead = lead_for(deal, context, offer.to, None, now=now)
    event = OfferExpired(offer.to, deal.owner_id, lead, offer.at, is_claim=offer.is_claim)
    # From now on the owner is asked for the next step, with the whole time for it.
    ended = asked_anew(deal, lambda lapse: lapse.kind is KIND, now=now, how=Unsaid.SUPERSEDED)
    return Change(replace(ended.deal, offer=None, owned_at=now), (event, *ended.events))
