"""What the delivery of a message means for the deal: a channel that exists, a rung that was told or skipped."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.events import Change, ChannelOpened, NudgeHeld, NudgeSkipped, NudgeTold
from bot.model import ChannelId, Deal, Lapse, LapseId
from bot.rules.unsaid import coded
from bot.unsaid import Unsaid

MOST_TRIES = 3
"""So often somebody else is asked for whoever left; then the ladder goes on without that word."""


def channel_opened(deal: Deal, *, channel_id: ChannelId, name: str) -> Change:
    """Remember the deal's channel. Told again with a channel that is known: nothing changes."""
    if deal.channel_id:
        return Change(deal)
    return Change(replace(deal, channel_id=channel_id, channel_name=name), (ChannelOpened(channel_id, name),))


def told(
    deal: Deal,
    *,
    lapse_id: UUID,
    rung: int,
    now: datetime,
    stood_at: datetime | None = None,
    was_skipped: bool = False,
) -> Change:
    """Count the next rung from when people could see this one.

    ``stood_at``: the moment that Slack gives its message. It may be long before now where the answer was lost and the
    message was found by looking; before the rung fired, even, where the memory of that was lost. A line of another
    message has none, and is seen from now on. ``was_skipped``: it was given up, and reached people after all.
    """
    lapse = _at(deal, lapse_id, rung) if was_skipped else _waiting(deal, lapse_id, rung)
    if lapse is None:
        return Change(deal)
    # Never ahead of our own clock, by which the next rung is reckoned.
    seen_at = min(stood_at or now, now)
    return Change(_put(deal, replace(lapse, told_at=seen_at), now), (NudgeTold(LapseId(lapse_id), rung),))


def held(deal: Deal, *, lapse_id: UUID, rung: int, until: datetime, why: Unsaid, now: datetime) -> Change:
    """Record that a rung waits for its people's hours; it has fired, and the next one counts from when it is told."""
    lapse = _waiting(deal, lapse_id, rung)
    if lapse is None:
        return Change(deal)
    return Change(_put(deal, lapse, now), (NudgeHeld(LapseId(lapse_id), rung, until, why),))


def told_again(deal: Deal, *, lapse_id: UUID, now: datetime, stood_at: datetime | None = None) -> Change:
    """Count the next rung from when people could see the reminder; one that has fired meanwhile is told by itself."""
    again = (each for each in deal.lapses if each.id == lapse_id and each.closed_at is None)
    lapse = next(again, None)
    seen_at = min(stood_at or now, now)
    if lapse is None or lapse.snoozed_until or lapse.told_at is None or lapse.told_at >= seen_at:
        return Change(deal)
    return Change(_put(deal, replace(lapse, told_at=seen_at), now))


def skipped(deal: Deal, *, lapse_id: UUID, rung: int, why: str, now: datetime) -> Change:
    """Record why a rung was not told; the next one counts from here, so that a failure never ends the ladder."""
    lapse = _waiting(deal, lapse_id, rung)
    if lapse is None:
        return Change(deal)
    event = NudgeSkipped(LapseId(lapse_id), rung, why, coded(deal, lapse, why, now=now))
    if why == Unsaid.ABSENT and rung == 1 and lapse.tries < MOST_TRIES:
        # The first word is never a public one: whoever stands in by now hears it in private first.
        unfired = replace(lapse, rung=0, fired_at=None, tries=lapse.tries + 1)
        return Change(_put(deal, unfired, now), (event,))
    return Change(_put(deal, replace(lapse, told_at=now), now), (event,))


def _waiting(deal: Deal, lapse_id: UUID, rung: int) -> Lapse | None:
    """Return the lapse if this rung was fired and nothing has been heard of it yet."""
    lapse = _at(deal, lapse_id, rung)
    return lapse if lapse and lapse.told_at is None else None


def _at(deal: Deal, lapse_id: UUID, rung: int) -> Lapse | None:
    """Return the lapse if this is the last rung of it that was fired."""
    return next((each for each in deal.lapses if each.id == lapse_id and each.rung == rung), None)


def _put(deal: Deal, lapse: Lapse, now: datetime) -> Deal:
    lapses = tuple(lapse if each.id == lapse.id else each for each in deal.lapses)
    return replace(deal, lapses=lapses, next_review_at=now if lapse.closed_at is None else deal.next_review_at)
