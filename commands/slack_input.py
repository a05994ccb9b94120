"""What Slack tells of one act, as an input: who, in which workspace and channel; and who serves it."""

import re
from collections.abc import Mapping
from typing import TypeVar

from slack_bolt import BoltContext

from bot.model import ChannelId, UserId
from bot.refusals import NoSuchDeal
from commands.visit import Input

Serve = TypeVar("Serve")

ANY = re.compile("")
"""Every button, form and shortcut is answered: also one that an older Baton drew and this one has forgotten."""


def input_of(context: BoltContext, channel_id: str | None, key: str, filled_in: str = "") -> Input:
    """Name who did it; for somebody of a connected workspace, Bolt knows the team that Baton is installed in."""
    channel = ChannelId(channel_id) if channel_id else None
    return Input(context.team_id or "", UserId(context.user_id or ""), channel, key, filled_in)


def known(table: Mapping[str, Serve], name: str) -> Serve:
    """Return who serves this; raise NoSuchDeal for what only an older Baton knew."""
    if name not in table:
        raise NoSuchDeal
    return table[name]
