"""The rules of what a message shows: its blocks, and attachments with blocks in them."""

import json
from typing import Any

from sandbox import limits
from sandbox.block_kit.blocks import ONE_TABLE, check_blocks
from sandbox.block_kit.checks import Report
from sandbox.errors import Json, SlackError


def check_message(blocks: list[Any], attachments: list[Any]) -> None:
    """Raise Slack's error unless it would show these."""
    if len(attachments) > limits.ATTACHMENTS:
        raise SlackError("too_many_attachments")
    # Slack has a limit for contact cards, but no page that says what one looks like; so none is taken.
    if sum(isinstance(one, dict) and one.get("type") == "contact_card" for one in blocks) > limits.CONTACT_CARDS:
        raise SlackError("too_many_contact_cards")
    report = Report()
    check_blocks(blocks, "M", report)
    _raise_for(report, {"blocks": blocks}, "invalid_blocks")
    # After the rules: a text that is too long is better told by its place than by the sum.
    if len(json.dumps(blocks, ensure_ascii=False)) > limits.BLOCKS_SIZE:
        raise SlackError("msg_blocks_too_long")
    judge_attachments(attachments, report, "/attachments")
    _raise_for(report, {"attachments": attachments}, "invalid_attachments")


def judge_message(message: Json, report: Report, path: str = "") -> None:
    """Report everything in a message, as chat.postMessage takes it, that Slack would refuse."""
    # Slack shows no message without content, whatever else is right with it.
    if not any(message.get(name) for name in ("text", "blocks", "attachments")):
        names = ["text", "blocks", "attachments"]
        report.add(path, f"missing required field: one of {', '.join(names)}", "anyOf", names)
    if message.get("blocks") is not None:
        check_blocks(message["blocks"], "M", report, f"{path}/blocks")
    if message.get("attachments") is not None:
        judge_attachments(message["attachments"], report, f"{path}/attachments")


def judge_attachments(attachments: Any, report: Report, path: str) -> None:
    if not isinstance(attachments, list):
        report.add(path, "must provide an array", "type", "array")
        return
    for index, attachment in enumerate(attachments):
        if not isinstance(attachment, dict):
            report.add(f"{path}/{index}", "must provide an object", "type", "object")
        elif attachment.get("blocks") is not None:
            check_blocks(attachment["blocks"], "M", report, f"{path}/{index}/blocks")


def _raise_for(report: Report, document: Json, code: str) -> None:
    if not report.faults:
        return
    report.put_in_order(document)
    # Slack renders a table as an attachment, and so blames those when the only fault is that there are two.
    is_table_only = all(fault.message == ONE_TABLE for fault in report.faults)
    messages = [ONE_TABLE] if is_table_only else [f"[ERROR] {message}" for message in report.messages]
    code = "invalid_attachments" if is_table_only else code
    raise SlackError(code, errors=report.messages, response_metadata={"messages": messages})
