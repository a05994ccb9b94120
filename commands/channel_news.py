"""Hear of channels as Slack tells of them: one has another id from now on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.model import ChannelId, WorkspaceId
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


def register(app: App, news: ChannelNews) -> None:
    """Attach the listener; what it hears is answered after it was saved, or Slack tells it again."""

    def moved(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        news.moved(context.team_id or "", event)
        ack()

    app.event("channel_id_changed")(moved)
