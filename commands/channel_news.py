"""Hear of channels as Slack tells of them: one has another id from now on, somebody came in or left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.model import ChannelId, UserId, WorkspaceId
from bot.ports import Clock
from bot.service import channels
from bot.service.desk import Desk


@dataclass(frozen=True, slots=True)
class ChannelNews:
    """Takes in what Slack tells; of a team that is not ours nothing is remembered."""

    desk: Desk
    clock: Clock
    workspace_of: Callable[[str], WorkspaceId | None]

    def moved(self, team: str, news: Mapping[str, Any]) -> None:
        """Follow a channel to its new id, which it gets when somebody begins to share it with another company."""
        workspace_id = self.workspace_of(team)
        was, is_now = (news.get(name) for name in ("old_channel_id", "new_channel_id"))
        if workspace_id and isinstance(was, str) and isinstance(is_now, str) and was and is_now:
            channels.moved(self.desk, workspace_id, ChannelId(was), ChannelId(is_now), now=self.clock.now())

    def left(self, team: str, news: Mapping[str, Any]) -> None:
        """Remember who is in a deal's channel no longer: what was shown to them there is theirs no more."""
        self._walked(team, news, channels.left)

    def joined(self, team: str, news: Mapping[str, Any]) -> None:
        """Let whoever had left be one of them again."""
        self._walked(team, news, channels.joined)

    def _walked(self, team: str, news: Mapping[str, Any], take_over: Callable[..., object]) -> None:
        workspace_id = self.workspace_of(team)
        channel, user = (news.get(name) for name in ("channel", "user"))
        if workspace_id and isinstance(channel, str) and isinstance(user, str) and channel and user:
            take_over(self.desk, workspace_id, ChannelId(channel), UserId(user), now=self.clock.now())


def register(app: App, news: ChannelNews) -> None:
    """Attach the listeners; what they hear is answered after it was saved, or Slack tells it again."""

    def moved(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        news.moved(context.team_id or "", event)
        ack()

    def left(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        news.left(context.team_id or "", event)
        ack()

    def joined(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        news.joined(context.team_id or "", event)
        ack()

    app.event("channel_id_changed")(moved)
    app.event("member_left_channel")(left)
    app.event("member_joined_channel")(joined)
