"""Reads what a message is to say from a call's arguments, and refuses what Slack refuses."""

import json
from typing import Any

from sandbox import limits
from sandbox.block_kit.blocks import needed_scopes
from sandbox.block_kit.messages import check_message
from sandbox.edge.arguments import Arguments
from sandbox.errors import Json, SlackError
from sandbox.state.posting import Content
from sandbox.web_api.call import Call


def allowed_content(call: Call, *, longest: int = 0) -> Content:
    """Read the message's content as `read_content` does, and hold the app to the scopes that some blocks ask for."""
    content = read_content(call.args, longest=longest)
    # After the rules, since only blocks that keep them are surely in the tables.
    for scope in needed_scopes(content.blocks):
        call.require((scope,))
    return content


def read_content(args: Arguments, *, longest: int = 0) -> Content:
    """Read the message's content; text above `longest` is refused, or cut at 40,000 characters when `longest` is 0."""
    text = _text(args)
    blocks: list[Json] = args.structure("blocks", list, "invalid_blocks_format") or []
    attachments: list[Json] = args.structure("attachments", list, "invalid_attachments") or []
    check_message(blocks, attachments)
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if longest and len(text) > longest:
        raise SlackError("msg_too_long")
    return Content(
        text=text[: limits.POST_TEXT],
        blocks=blocks,
        attachments=[{**one, "id": number} for number, one in enumerate(attachments, 1)],
        metadata=read_metadata(args),
        thread_ts=args.text("thread_ts"),
        is_broadcast=args.flag("reply_broadcast"),
        username=args.text("username"),
    )


def _text(args: Arguments) -> str:
    markdown = args.text("markdown_text")
    if markdown and (args.text("text") or args.has("blocks")):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > limits.MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    return markdown or args.text("text")


def read_metadata(args: Arguments) -> Json | None:
    metadata: Any = args.structure("metadata", dict, "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > limits.METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return dict(metadata)
