"""Reads what a message is to say from a call's arguments, and refuses what Slack refuses."""

import json
from typing import Any

from sandbox import limits
from sandbox.arguments import Arguments
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.checks import Report
from sandbox.errors import Json, SlackError
from sandbox.posting import Content


def read_content(args: Arguments, *, longest: int = 0) -> Content:
    """Read the message's content; text above `longest` is refused, or cut at 40,000 characters when `longest` is 0."""
    text, blocks = _text(args), read_blocks(args)
    attachments = args.structure("attachments", list, "invalid_attachments") or []
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if longest and len(text) > longest:
        raise SlackError("msg_too_long")
    if len(attachments) > limits.ATTACHMENTS:
        raise SlackError("too_many_attachments")
    return Content(
        text=text[: limits.POST_TEXT],
        blocks=blocks,
        attachments=attachments,
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


def read_blocks(args: Arguments) -> list[Json]:
    blocks: list[Json] = args.structure("blocks", list, "invalid_blocks_format") or []
    report = Report()
    check_blocks(blocks, "M", report)
    if report.messages:
        marked = [f"[ERROR] {message}" for message in report.messages]
        raise SlackError("invalid_blocks", errors=report.messages, response_metadata={"messages": marked})
    return blocks


def read_metadata(args: Arguments) -> Json | None:
    metadata: Any = args.structure("metadata", dict, "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > limits.METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return dict(metadata)
