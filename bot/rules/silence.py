"""Silence: nobody has done or written anything about a deal for so long that its owner is asked whether it is alive."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.events import Change
from bot.model import Deal, DealStatus, LapseKind
from bot.rules.changing import ABOUT
from bot.rules.condition import Condition, afresh, rungs_of
from bot.rules.steps import open_steps
from bot.working_time import add_working_hours

NOTED_ONCE_IN = timedelta(hours=1)
"""Of a busy conversation one message an hour is enough to know that a deal is alive; each one noted is a write."""


def silence(deal: Deal, context: Context, others: Sequence[Condition], *, now: datetime) -> Iterator[Condition]:
    """Ask the owner, but not while anything else is asked, nor before the day on which somebody is to be chased."""
    rungs = deal.ladder.lapses.get(LapseKind.SILENCE)
    asked = [_last_word(deal, each, now) for each in others if each.since <= now]
    if rungs is None or deal.opened_at is None or None in asked:
        return
    chased = [step.parked.until.at for step in open_steps(deal) if step.parked]
    begun = afresh(deal, LapseKind.SILENCE, None, max([last_sign(deal), *chased, *filter(None, asked)]))
    since = add_working_hours(context.calendar(deal.owner_id), begun, rungs.opens_after_hours)
    yield Condition(LapseKind.SILENCE, None, since, deal.owner_id, ABOUT[LapseKind.SILENCE])


def last_sign(deal: Deal) -> datetime:
    """Return when a person last did or wrote something, as far as is known.

    Deals that are older than this question say nothing of messages; what was done about them is known from their parts.
    """
    done = [
        *(step.made_at for step in deal.steps),
        *(step.ended_at for step in deal.steps),
        *(slip.at for step in deal.steps for slip in step.slips),
        *(item.done_at for item in deal.items),
        *(item.accepted_at for item in deal.items),
    ]
    known = [deal.opened_at, deal.owned_at, deal.lived_at, *done]
    return max(each for each in known if each)


def spoke(deal: Deal, *, now: datetime) -> Change:
    """Note that a person wrote in the deal's channel: the moment, and nothing of what was written."""
    if deal.status is not DealStatus.OPEN:
        return Change(deal)
    if deal.lived_at and now - deal.lived_at < NOTED_ONCE_IN:
        return Change(deal)
    return Change(replace(deal, lived_at=now))


def _last_word(deal: Deal, other: Condition, now: datetime) -> datetime | None:
    """Return when people were told the last there is to say about something else; None while more of it is to come.

    A second question beside one that somebody is being asked, or is to decide, would be noise. A ladder that has come
    to its end asks nobody any more, and must not keep a deal silent for ever.
    """
    is_still_ahead = other.due is not None and other.due.at > now
    for lapse in deal.lapses:
        if (lapse.kind, lapse.subject, lapse.closed_at) == (other.kind, other.subject, None):
            goes_on = is_still_ahead or lapse.decider_id or lapse.rung < len(rungs_of(deal, other))
            return None if goes_on else lapse.told_at
    return None
