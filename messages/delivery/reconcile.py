"""Look in Slack for a message that may have been posted: found, surely not there, or not to be told."""

import json
from dataclasses import replace
from typing import Any

from bot.model import ChannelId, UserId
from bot.ports import Posted
from messages.delivery.jobs import Job
from messages.delivery.marks import mark, read
from messages.delivery.outcomes import Failure, Later, Outcome, Refused, Sent, Unsure
from messages.delivery.wire import Wire

PAGE = 200
MOST_PAGES = 10
SLACK_OFF_BY = 120.0
"""Seconds by which Slack's clock may differ from the one that the moment of the first attempt was read from."""


def find(job: Job, wire: Wire) -> Posted | Failure | None:
    """Return where the message stands, None when it is surely nowhere, or why nothing can be said yet.

    Only a complete look proves absence: every message since the first attempt, in the channel it was sent to.
    """
    row = job.row
    assert row.body is not None
    assert row.channel_id is not None
    oldest = json.loads(row.body)["since"] - SLACK_OFF_BY
    marked = mark(row.outgoing.key, job.workspace.secret)
    cursor = ""
    for _ in range(MOST_PAGES):
        said = _page(wire, row.channel_id, oldest, cursor)
        if not isinstance(said, Sent):
            return _in_doubt(said)
        ts = _ours(said.answer.get("messages") or [], marked, job.workspace.bot_user_id)
        if ts:
            return Posted(row.channel_id, ts)
        cursor = said.next_cursor
        if not cursor:
            return Unsure("Slack keeps back a part of the channel") if said.answer.get("has_more") else None
    return Unsure(f"more than {PAGE * MOST_PAGES} messages since the first attempt")


def _page(wire: Wire, channel_id: ChannelId, oldest: float, cursor: str) -> Outcome:
    window = {"channel": channel_id, "oldest": f"{oldest:.6f}", "include_all_metadata": True, "limit": PAGE}
    return wire.ask("conversations.history", window | ({"cursor": cursor} if cursor else {}))


def _ours(messages: list[dict[str, Any]], marked: str, author: UserId) -> str | None:
    """Return the ts of the first message that carries the mark and is by our bot: anybody may copy metadata."""
    hits = (message for message in messages if read(message) == marked and message.get("user") == author)
    return min((str(message["ts"]) for message in hits), default=None)


def _in_doubt(said: Failure) -> Failure:
    """Keep the doubt: no failure to look says that the message is not there."""
    if isinstance(said, Later):
        return replace(said, in_doubt=True)
    if isinstance(said, Refused) and said.permanent:
        return Refused(f"{said.why} when looking for it: it may or may not have been posted", permanent=True)
    return Unsure(f"{said.why} when looking for it") if isinstance(said, Refused) else said
