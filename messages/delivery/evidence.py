"""Take a message of our own that Slack tells us of as proof that it was sent."""

from collections.abc import Mapping
from typing import Any

from bot.model import ChannelId
from bot.ports import Clock, Outbox, Posted, Workspace
from messages.delivery.courier import Told
from messages.delivery.marks import mark, read


def evidence(message: Mapping[str, Any], workspace: Workspace, *, outbox: Outbox, told: Told, clock: Clock) -> bool:
    """Settle the row that a message event carries the mark of; True if it was not settled yet.

    It costs no call of Slack's history, of which there may be one a minute. That no event came proves nothing: Slack
    may lose it, or bring it late.
    """
    marked, channel_id, ts = read(message), message.get("channel"), message.get("ts")
    # Members and other apps can copy our metadata; they cannot write as our bot.
    if marked is None or message.get("user") != workspace.bot_user_id or not channel_id or not ts:
        return False
    posted = Posted(ChannelId(str(channel_id)), str(ts))
    for each in outbox.wired(workspace.id, posted.channel_id):
        if mark(each.outgoing.key, workspace.secret) == marked:
            # The deal first, as after an answer: a crash in between leaves the row to be found again.
            told(workspace.id, each.outgoing, posted, clock.now())
            return outbox.seen(workspace.id, each.outgoing.key, posted=posted, now=clock.machine())
    return False
