"""Errors of chat.*."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sandbox import limits
from tests.sandbox.stage import Json
from tests.sandbox.web_api.answers import Arguments
from tests.sandbox.web_api.calls import decided
from tests.sandbox.web_api.refusal import CLOSED, NOT_THERE, Refusal, nowhere, reserved, without
from tests.sandbox.web_api.scene import Scene


def no_edits(scene: Scene) -> AbstractContextManager[None]:
    return decided(scene.sandbox, edit_minutes=0)


def said(channel: Callable[[Scene], str], **more: Any) -> Arguments:
    return lambda scene: {"channel": channel(scene), "text": "x", **more}


# What makes a message unsayable, whichever method is to say it.
UNSAYABLE: dict[str, Json] = {
    "no_text": {"text": ""},
    "invalid_blocks": {"blocks": [{"type": "section"}]},
    "invalid_blocks_format": {"blocks": "{"},
    "invalid_attachments": {"attachments": [{"blocks": [{"type": "section"}]}]},
    "too_many_attachments": {"attachments": [{"text": "a"}] * (limits.ATTACHMENTS + 1)},
    "too_many_contact_cards": {"blocks": [{"type": "contact_card"}] * (limits.CONTACT_CARDS + 1)},
    "msg_blocks_too_long": {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 40},
    "msg_too_long": {"text": "", "markdown_text": "y" * (limits.MARKDOWN_TEXT + 1)},
    "markdown_text_conflict": {"markdown_text": "y"},
    "invalid_metadata_format": {"metadata": {"event_type": "a"}},
    "metadata_too_large": {"metadata": {"event_type": "a", "event_payload": {"k": "v" * limits.METADATA_BYTES}}},
}


def unsayable(method: str, place: Arguments) -> list[Refusal]:
    def row(code: str, fault: Json) -> Refusal:
        return Refusal(method, code, lambda scene: {**place(scene), "text": "x", **fault})

    return [row(code, fault) for code, fault in UNSAYABLE.items()]


MESSAGES = [
    *nowhere("chat.postMessage", *CLOSED, text="x"),
    *unsayable("chat.postMessage", lambda s: {"channel": s.channel}),
    Refusal("chat.postMessage", "channel_not_found", said(lambda s: s.gone)),
    Refusal("chat.postMessage", "as_user_not_supported", said(lambda s: s.channel, as_user=True)),
    Refusal("chat.postMessage", "cannot_dm_bot", said(lambda s: s.stage.person(is_bot=True))),
    Refusal(
        "chat.postMessage", "cannot_reply_to_message", lambda s: {**said(lambda s: s.channel)(s), "thread_ts": s.note}
    ),
    Refusal("chat.postMessage", "messages_tab_disabled", said(lambda s: s.direct), without("messages_tab_enabled")),
    Refusal("chat.postMessage", "restricted_action", said(lambda s: s.general), reserved("post_in_general")),
    Refusal("chat.postMessage", "thread_not_found", said(lambda s: s.channel, thread_ts=NOT_THERE)),
    Refusal("chat.postMessage", "thread_not_found", lambda s: {**said(lambda s: s.channel)(s), "thread_ts": s.whisper}),
    Refusal("chat.postEphemeral", "channel_not_found", lambda s: {"channel": s.hidden, "user": s.ana, "text": "x"}),
    Refusal("chat.postEphemeral", "is_archived", lambda s: {"channel": s.archived, "user": s.ana, "text": "x"}),
    Refusal("chat.postEphemeral", "not_in_channel", lambda s: {"channel": s.foreign, "user": s.ana, "text": "x"}),
    *unsayable("chat.postEphemeral", lambda s: {"channel": s.channel, "user": s.ana}),
    Refusal(
        "chat.postEphemeral",
        "cannot_dm_bot",
        lambda s: {"channel": s.stage.person(is_bot=True), "user": s.ana, "text": "x"},
    ),
    Refusal(
        "chat.postEphemeral",
        "cannot_reply_to_message",
        lambda s: {"channel": s.channel, "user": s.ana, "text": "x", "thread_ts": s.note},
    ),
    Refusal(
        "chat.postEphemeral",
        "messages_tab_disabled",
        lambda s: {"channel": s.direct, "user": s.ana, "text": "x"},
        without("messages_tab_enabled"),
    ),
    Refusal(
        "chat.postEphemeral",
        "restricted_action",
        lambda s: {"channel": s.general, "user": s.ana, "text": "x"},
        reserved("post_in_general"),
    ),
    Refusal(
        "chat.postEphemeral",
        "thread_not_found",
        lambda s: {"channel": s.channel, "user": s.ana, "text": "x", "thread_ts": NOT_THERE},
    ),
    Refusal("chat.postEphemeral", "user_not_in_channel", lambda s: {"channel": s.channel, "user": s.omar, "text": "x"}),
    *unsayable("chat.update", lambda s: {"channel": s.channel, "ts": s.post}),
    Refusal(
        "chat.update",
        "msg_too_long",
        lambda s: {"channel": s.channel, "ts": s.post, "text": "y" * (limits.UPDATE_TEXT + 1)},
    ),
    Refusal(
        "chat.update", "cant_broadcast_message", lambda s: {"channel": s.channel, "ts": s.post, "reply_broadcast": True}
    ),
    Refusal("chat.update", "cant_update_message", lambda s: {"channel": s.channel, "ts": s.said, "text": "x"}),
    Refusal("chat.update", "channel_not_found", lambda s: {"channel": s.ana, "ts": s.post, "text": "x"}),
    Refusal("chat.update", "edit_window_closed", lambda s: {"channel": s.channel, "ts": s.post, "text": "x"}, no_edits),
    Refusal(
        "chat.update", "file_not_found", lambda s: {"channel": s.channel, "ts": s.post, "text": "x", "file_ids": ["F1"]}
    ),
    Refusal("chat.update", "is_inactive", lambda s: {**s.closed_with_post(), "text": "x"}),
    Refusal("chat.update", "message_not_found", lambda s: {"channel": s.channel, "ts": NOT_THERE, "text": "x"}),
    Refusal("chat.update", "message_not_found", lambda s: {"channel": s.channel, "ts": s.whisper, "text": "x"}),
    Refusal(
        "chat.update",
        "no_dual_broadcast_content_update",
        lambda s: {"channel": s.channel, "ts": s.reply, "text": "x", "reply_broadcast": True},
    ),
    Refusal("chat.delete", "cant_delete_message", lambda s: {"channel": s.channel, "ts": s.said}),
    Refusal("chat.delete", "channel_not_found", lambda s: {"channel": s.hidden, "ts": s.post}),
    Refusal("chat.delete", "message_not_found", lambda s: {"channel": s.channel, "ts": NOT_THERE}),
    Refusal("chat.getPermalink", "channel_not_found", lambda s: {"channel": s.hidden, "message_ts": s.post}),
    Refusal("chat.getPermalink", "message_not_found", lambda s: {"channel": s.channel, "message_ts": NOT_THERE}),
]
