"""A sign of life in a deal's channel: somebody wrote there."""

from datetime import datetime

from bot.model import ChannelId, WorkspaceId
from bot.rules.silence import spoke
from bot.service.desk import Desk, amend


def spoken(desk: Desk, workspace_id: WorkspaceId, channel_id: ChannelId, *, now: datetime) -> None:
    """Let a deal know that somebody wrote in its channel; any other channel is nobody's business here."""
    with desk.work(workspace_id) as uow:
        deal = uow.deal_in(channel_id)
    if deal:
        amend(desk, workspace_id, deal.id, lambda it, _: spoke(it, now=now), now)
        # What was asked about the silence shows as answered on the board.
        desk.wake()
