"""Notice that people write in the channels of deals: that they did, and never what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.model import ChannelId, WorkspaceId
from bot.ports import Clock
from bot.refusals import Busy
from bot.rules.silence import NOTED_ONCE_IN
from bot.service.desk import Desk
from bot.service.living import spoken

OF_PEOPLE = (None, "file_share", "me_message", "thread_broadcast")
"""The kinds of messages that people write; all others tell of what happened in a channel, or are by programs."""
MOST_REMEMBERED = 10_000

Note = Callable[[str, Mapping[str, Any]], object]


def is_by_a_person(message: Mapping[str, Any]) -> bool:
    """Tell whether somebody wrote this in a channel; programs, Slackbot among them, are no sign of life."""
    is_written = message.get("subtype") in OF_PEOPLE and message.get("channel_type") != "im"
    return bool(is_written and message.get("user") not in (None, "", "USLACKBOT") and not message.get("bot_id"))


@dataclass(frozen=True, slots=True)
class Listening:
    """Passes on the first message of a channel and then one an hour.

    What a channel said meanwhile is dropped here, before it costs a look at the database: most messages in Slack are in
    channels that talk a lot. Another process counts its own hour; the rule asks the deal once more.
    """

    desk: Desk
    clock: Clock
    workspace_of: Callable[[str], WorkspaceId | None]
    _noted: dict[tuple[WorkspaceId, ChannelId], datetime] = field(default_factory=dict)

    def heard(self, team: str, message: Mapping[str, Any]) -> None:
        """Take in one message of a team, whoever wrote it."""
        workspace_id, channel = self.workspace_of(team), message.get("channel")
        if workspace_id is None or not channel or not is_by_a_person(message):
            return
        now, place = self.clock.now(), (workspace_id, ChannelId(str(channel)))
        if timedelta() <= now - self._noted.get(place, now - NOTED_ONCE_IN) < NOTED_ONCE_IN:
            return
        try:
            spoken(self.desk, *place, now=now)
        except Busy:
            # The deal is being changed by many at once, which is a sign of life as well.
            return
        self._remember(place, now)

    def _remember(self, place: tuple[WorkspaceId, ChannelId], now: datetime) -> None:
        if len(self._noted) >= MOST_REMEMBERED:
            self._noted.clear()
        self._noted[place] = now
