"""Hear of messages as Slack tells of them: our own as proof that they were sent, people's as a sign of life, or answered."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.model import ChannelId
from bot.ports import Posted

Heard = Callable[[str, Mapping[str, Any]], object]
"""Take in a message of a team, whoever wrote it."""
Answer = Callable[[Mapping[str, Any], WebClient, BoltContext], None]
"""Answer a message, if it is one to answer."""


Gone = Callable[[str, Posted], object]
"""Take in that a message of a team is not there any more."""


def register(app: App, heard: Heard, lived: Heard, answer: Answer, gone: Gone) -> None:
    """Attach the one listener for messages: Bolt lets the first one that fits have an event, and no other.

    The app must be built with ``ignoring_self_events_enabled=False``: by default Bolt keeps an app's own messages from
    it, and they are the ones that this is about.
    """

    def said(ack: Ack, event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        # A changed or deleted message comes as an event about another one; only what is new was sent just now.
        if event.get("subtype") in {None, "bot_message"}:
            heard(context.team_id or "", event)
        if deleted := _deleted(event):
            gone(context.team_id or "", deleted)
        lived(context.team_id or "", event)
        answer(event, client, context)
        ack()

    # Every kind of message, also those that are not looked at: what nobody answers Slack sends again.
    app.event("message")(said)


def _deleted(event: Mapping[str, Any]) -> Posted | None:
    """Return where a message of a program stood that was deleted. Below replies Slack leaves a stone in its place."""
    before, after = event.get("previous_message"), event.get("message")
    is_stone = isinstance(after, Mapping) and after.get("subtype") == "tombstone"
    if event.get("subtype") != "message_deleted" and not is_stone:
        return None
    # What people wrote and took back is none of our business, and most of what is deleted.
    if not isinstance(before, Mapping) or not before.get("bot_id"):
        return None
    return Posted(ChannelId(str(event.get("channel"))), str(before.get("ts")))
