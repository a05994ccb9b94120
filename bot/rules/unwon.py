"""A deal that its CRM calls won no longer: its clocks stand still for a while, and its owner says what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.events import Change, Decided, Recorded, Woken
from bot.handovers import DealUnwon
from bot.model import Choice, Deal, DealStatus
from bot.rules.changing import LONGEST_TEXT
from bot.working_time import add_working_days, local_day, whole_day

ANSWERED_WITHIN_DAYS = 2
"""Working days that the owner has. Then the deal goes on: a mistake in a CRM must not end work in silence."""


def unwon(deal: Deal, context: Context, *, reason: str, occurred_at: datetime, now: datetime) -> Change:
    """Hold a deal that runs and ask its owner; an older word than the newest about winning it changes nothing."""
    # Beside the moment of its facts: newer facts say nothing of whether a deal is still won.
    if deal.won_told_at and occurred_at <= deal.won_told_at:
        return Change(deal)
    told = replace(deal, won_told_at=occurred_at)
    if deal.status not in (DealStatus.OPEN, DealStatus.HELD):
        return Change(told)
    calendar = context.calendar(deal.owner_id)
    today = local_day(calendar.zone, now)
    until = whole_day(calendar, add_working_days(calendar, today, ANSWERED_WITHIN_DAYS))
    # Somebody decided that it rests until later: this word shortens nothing.
    if deal.status is DealStatus.HELD and deal.held_until:
        until = max(until, deal.held_until, key=lambda each: each.at)
    held = replace(told, status=DealStatus.HELD, held_until=until, offer=None)
    return Change(held, (DealUnwon(reason[:LONGEST_TEXT], until),))


def won_after_all(deal: Deal, history: Sequence[Recorded], *, now: datetime) -> Change:
    """Let a deal go on at once whose CRM calls it won again; where somebody had it rest before, it rests until then."""
    taken_back, rested = False, None
    for each in history:
        if isinstance(each.event, DealUnwon):
            taken_back = True
        elif isinstance(each.event, Woken):
            taken_back, rested = False, None
        elif isinstance(each.event, Decided) and each.event.choice is Choice.HOLD:
            rested = each.event.until
    if deal.status is not DealStatus.HELD or not taken_back:
        return Change(deal)
    if rested and rested.at > now:
        return Change(replace(deal, held_until=rested, next_review_at=now))
    return woken(deal, now=now)


def woken(deal: Deal, *, now: datetime) -> Change:
    """Let the clocks of a deal that rests run again."""
    going = replace(deal, status=DealStatus.OPEN, held_until=None, owned_at=now, next_review_at=now)
    return Change(going, (Woken(),))


def won(deal: Deal, *, occurred_at: datetime) -> Deal:
    """Return the deal with the newest moment at which its CRM called it won."""
    if deal.won_told_at and occurred_at <= deal.won_told_at:
        return deal
    return replace(deal, won_told_at=occurred_at)
