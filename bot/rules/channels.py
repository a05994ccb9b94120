"""A deal's channel as Slack has it: lost, there again, under another name; and when to look for that."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.context import Context
from bot.events import Change, ChannelBack, ChannelLost, ChannelMoved, ChannelRenamed, Event
from bot.model import BATON, ChannelId, Deal, DealChannel, DealStatus, Lost, UserId
from bot.rules.digests import next_at
from bot.rules.members import members

LOOK_AT = time(9)
"""When a working day has begun and nobody has missed anything yet: the digests come around it."""
WHILE_LOST = timedelta(hours=1)
"""Whoever brings a channel back wants to see it work, and not tomorrow."""

INVITED_WITHIN = timedelta(minutes=1)
"""So soon after a channel was opened its first people are in it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A channel that the bot is in, as Slack lists it."""

    name: str
    is_archived: bool = False


def next_look(context: Context, known: Sequence[DealChannel], *, now: datetime) -> datetime:
    """Return when to look at a workspace's channels again: once a working day, and every hour while one is lost."""
    morning = next_at(context, None, LOOK_AT, zone=context.zone, now=now)
    return min(morning, now + WHILE_LOST) if any(each.lost for each in known) else morning


def news(known: Sequence[DealChannel], listed: Mapping[ChannelId, Seen]) -> Iterator[tuple[DealChannel, Seen]]:
    """Return the listed channels that are no longer as they are remembered."""
    for each in known:
        seen = listed.get(each.channel_id)
        if seen and _differs(each, seen):
            yield each, seen


def missing(known: Sequence[DealChannel], listed: Mapping[ChannelId, Seen]) -> Sequence[DealChannel]:
    """Return the channels that are not listed, and of which it is to be asked why: what is gone stays gone."""
    return [each for each in known if each.channel_id not in listed and each.lost is not Lost.GONE]


def seen(deal: Deal, context: Context, *, channel_id: ChannelId, as_listed: Seen) -> Change:
    """Take over how Slack shows the deal's channel. A second look at the same changes nothing."""
    if as_listed.is_archived:
        return lost(deal, context, channel_id=channel_id, why=Lost.ARCHIVED)
    if deal.channel_id != channel_id:
        return Change(deal)
    events: tuple[Event, ...] = (ChannelBack(channel_id),) if deal.channel_lost else ()
    name, was = as_listed.name or deal.channel_name, deal.channel_name
    if name and was and name != was:
        events = (*events, ChannelRenamed(was, name))
    return Change(replace(deal, channel_lost=None, channel_name=name), events) if events else Change(deal)


def moved(deal: Deal, *, was: ChannelId, is_now: ChannelId) -> Change:
    """Take over that Slack gave the deal's channel another id, and what could not be said under the one before is said."""
    if deal.channel_id != was:
        return Change(deal)
    return Change(replace(deal, channel_id=is_now, channel_lost=None), (ChannelMoved(was, is_now),))


def left(deal: Deal, *, user: UserId) -> Change:
    """Take over that somebody is in the deal's channel no longer. Of an open deal only those count who work on it."""
    counts = deal.is_private or user in members(deal)
    if not counts or user in deal.left_channel:
        return Change(deal)
    inside = None if deal.in_channel is None else _without(deal.in_channel, user)
    return Change(replace(deal, left_channel=(*deal.left_channel, user), in_channel=inside))


def joined(deal: Deal, *, user: UserId) -> Change:
    """Take over that somebody is in the deal's channel, who had left it or is new there."""
    is_new = deal.in_channel is not None and user not in deal.in_channel
    if user not in deal.left_channel and not is_new:
        return Change(deal)
    inside = (*deal.in_channel, user) if is_new and deal.in_channel is not None else deal.in_channel
    return Change(replace(deal, left_channel=_without(deal.left_channel, user), in_channel=inside))


Walks = tuple[tuple[UserId, ...] | None, tuple[UserId, ...]]
"""Who is remembered as being in a channel, and as having left it."""


def walks(deal: Deal) -> Walks:
    """Return who is remembered to be in the deal's channel, and not any more."""
    return deal.in_channel, deal.left_channel


def members_seen(deal: Deal, *, known: Walks, listed: Collection[UserId]) -> Change:
    """Take over who is in a private deal's channel, as Slack lists them; a second look at the same changes nothing.

    ``known`` is what was remembered before Slack was asked: of who walked meanwhile the list may say the opposite, and
    whoever left would be let in by it again. Then nothing is taken over. Whoever never was in has not left: people are
    invited when their work can begin.
    """
    if not deal.is_private or walks(deal) != known:
        return Change(deal)
    gone = [each for each in deal.in_channel or () if each not in listed]
    out = tuple(dict.fromkeys((*(each for each in deal.left_channel if each not in listed), *gone)))
    inside = tuple(sorted(listed))
    return Change(deal if (inside, out) == known else replace(deal, in_channel=inside, left_channel=out))


def misfits(deal: Deal, *, user: UserId, is_in: bool) -> bool:
    """Tell whether news of somebody contradict what is remembered: who came was in, or who left was not."""
    return deal.is_private and deal.in_channel is not None and (user in deal.in_channel) is is_in


def _without(users: Iterable[UserId], user: UserId) -> tuple[UserId, ...]:
    return tuple(each for each in users if each != user)


def lost(deal: Deal, context: Context, *, channel_id: ChannelId | None, why: Lost) -> Change:
    """Take over that nothing can be said in the deal's channel; told again for the same reason, nothing changes."""
    if deal.channel_id is None or deal.channel_id != channel_id or deal.channel_lost is why:
        return Change(deal)
    # Of a deal that is over the channel is put away on purpose, by Baton itself or by somebody tidy.
    is_over = deal.status in (DealStatus.STOPPED, DealStatus.CLOSED)
    who = BATON if is_over else _can_mend(deal, context)
    return Change(replace(deal, channel_lost=why), (ChannelLost(deal.channel_id, why, who),))


def _can_mend(deal: Deal, context: Context) -> UserId:
    """Return who is told: the owner, else the next who works on the deal; a private deal is nobody else's business."""
    able = (each for each in members(deal) if context.is_able(each))
    return next(able, deal.owner_id if deal.is_private else context.default_owner)


def _differs(known: DealChannel, seen: Seen) -> bool:
    if seen.is_archived:
        return known.lost is not Lost.ARCHIVED
    return known.lost is not None or known.name != seen.name
