"""What becomes of a deal whose channel people archived, deleted, renamed, or took the bot out of, however that was noticed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.context import Context
from bot.events import Change, ChannelBack
from bot.model import ChannelId, Deal, DealChannel, DealId, Lost, UserId, WorkspaceId
from bot.ports import UnitOfWork
from bot.rules import channels
from bot.rules.channels import Seen, Walks
from bot.service.desk import Desk, amend, context_of
from bot.service.sweep import register_channels


def known(desk: Desk, workspace_id: WorkspaceId) -> Sequence[DealChannel]:
    """Return the channels to look at: those of deals that run or are held."""
    with desk.work(workspace_id) as uow:
        return uow.channels()


def next_look(desk: Desk, workspace_id: WorkspaceId, *, now: datetime) -> datetime:
    """Return when to look at them again, by how they stand now."""
    with desk.work(workspace_id) as uow:
        return channels.next_look(context_of(uow), uow.channels(), now=now)


def seen(
    desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, channel_id: ChannelId, as_listed: Seen, *, now: datetime
) -> None:
    """Take over how Slack shows a deal's channel; where it is there again, what it missed is said after all."""

    def made_up_for(uow: UnitOfWork, change: Change) -> None:
        if any(isinstance(each, ChannelBack) for each in change.events):
            uow.revive(deal_id)

    amend(
        desk,
        workspace_id,
        deal_id,
        lambda deal, context: channels.seen(deal, context, channel_id=channel_id, as_listed=as_listed),
        now,
        then=made_up_for,
    )
    desk.wake()


def moved(desk: Desk, workspace_id: WorkspaceId, was: ChannelId, is_now: ChannelId, *, now: datetime) -> None:
    """Take over that a channel has another id, be it a deal's or one that reads digests; heard again, it changes nothing."""
    with desk.work(workspace_id) as uow:
        deal, home = uow.deal_in(was), uow.workspace()
        # First of all what stands there: edits and questions about what was sent look for it under the new id.
        uow.follow_channel(was, is_now)
        team, leadership = (is_now if each == was else each for each in (home.team_channel, home.leadership_channel))
        after = replace(home, team_channel=team, leadership_channel=leadership)
        if after != home:
            uow.put_workspace(after)
    if deal is not None:
        _move(desk, workspace_id, deal.id, was, is_now, now)
    if after != home:
        register_channels(desk, workspace_id, now=now)
    desk.wake()


def left(desk: Desk, workspace_id: WorkspaceId, channel_id: ChannelId, user: UserId, *, now: datetime) -> None:
    """Take over that somebody left a channel, or was removed; of a channel that is no deal's nothing is remembered."""
    _walked(desk, workspace_id, channel_id, user, is_in=False, now=now)


def joined(desk: Desk, workspace_id: WorkspaceId, channel_id: ChannelId, user: UserId, *, now: datetime) -> bool:
    """Take over that somebody came into a channel; tell whether they had left a deal's."""
    return _walked(desk, workspace_id, channel_id, user, is_in=True, now=now)


def _walked(
    desk: Desk, workspace_id: WorkspaceId, channel_id: ChannelId, user: UserId, *, is_in: bool, now: datetime
) -> bool:
    rule = partial(channels.joined if is_in else channels.left, user=user)
    with desk.work(workspace_id) as uow:
        deal = uow.deal_in(channel_id)
        if deal is None:
            return False
        # Baton itself was let in or put out; or something was missed that Slack told before this.
        if user == uow.workspace().bot_user_id or channels.misfits(deal, user=user, is_in=is_in):
            uow.look_at_channels(by=now)
        if user == uow.workspace().bot_user_id or rule(deal).deal is deal:
            return False
    amend(desk, workspace_id, deal.id, lambda deal, _: rule(deal), now)
    desk.wake()
    return not is_in or user in deal.left_channel


def walks(desk: Desk, workspace_id: WorkspaceId, deal_id: DealId) -> Walks | None:
    """Return who is remembered to be in a deal's channel and not any more; None: there is no such deal."""
    with desk.work(workspace_id) as uow:
        deal = uow.deal(deal_id)
        return channels.walks(deal) if deal else None


def members_seen(
    desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, known: Walks, listed: Collection[UserId], *, now: datetime
) -> bool:
    """Take over who is in a private deal's channel; False where somebody walked while Slack was asked: ask again."""
    with desk.work(workspace_id) as uow:
        people = frozenset(listed) - {uow.workspace().bot_user_id}
    is_current: list[bool] = []

    def rule(deal: Deal, _: Context) -> Change:
        is_current[:] = [channels.walks(deal) == known]
        return channels.members_seen(deal, known=known, listed=people)

    amend(desk, workspace_id, deal_id, rule, now)
    desk.wake()
    # A deal that is not there any more asks nothing.
    return is_current != [False]


def opened(desk: Desk, workspace_id: WorkspaceId, deal_id: DealId | None, *, now: datetime) -> None:
    """Have it asked who is in a private deal's new channel, once those are there who were invited along with it."""
    with desk.work(workspace_id) as uow:
        deal = uow.deal(deal_id) if deal_id else None
        if deal and deal.is_private and not deal.is_practice:
            uow.look_at_channels(by=now + channels.INVITED_WITHIN)


def _move(
    desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, was: ChannelId, is_now: ChannelId, now: datetime
) -> None:
    def made_up_for(uow: UnitOfWork, _: Change) -> None:
        uow.revive(deal_id)

    amend(
        desk,
        workspace_id,
        deal_id,
        lambda deal, _: channels.moved(deal, was=was, is_now=is_now),
        now,
        then=made_up_for,
    )


def lost(
    desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, channel_id: ChannelId | None, why: Lost, *, now: datetime
) -> None:
    """Take over that nothing can be said in a deal's channel; None: whichever it has."""
    amend(
        desk,
        workspace_id,
        deal_id,
        lambda deal, context: channels.lost(deal, context, channel_id=channel_id or deal.channel_id, why=why),
        now,
        then=lambda uow, _: uow.look_at_channels(by=now + channels.WHILE_LOST),
    )
    desk.wake()
