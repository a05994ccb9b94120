"""The rules of Block Kit's blocks: one table, a row for each type, and what holds over all blocks of a payload."""

from collections.abc import Mapping
from typing import Any

from sandbox import limits
from sandbox.block_kit.checks import Check, Report, Shape, anything, by_type, flag, many, one_of, string
from sandbox.block_kit.elements import ACCESSORIES, ACTIONS, ELEMENTS, INPUTS
from sandbox.block_kit.find import interactive_elements
from sandbox.block_kit.objects import plain, rich_text_parts, slack_file, text

COMMON: Mapping[str, Check] = {"type": anything, "block_id": string(limits.BLOCK_ID)}
RICH_TEXT = by_type(
    {
        kind: Shape(
            {
                "type": anything,
                "elements": rich_text_parts,
                "style": anything,
                "indent": anything,
                "border": anything,
                "offset": anything,
                "language": anything,
            },
            required=("type", "elements"),
        )
        for kind in ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
    }
)
CONTEXT = by_type(
    {
        "image": ELEMENTS["image"],
        "mrkdwn": Shape({"type": anything, "text": string(limits.SECTION_TEXT, 1), "verbatim": flag}, ("type", "text")),
        "plain_text": Shape(
            {"type": anything, "text": string(limits.SECTION_TEXT, 1), "emoji": flag}, ("type", "text")
        ),
    }
)


def _block(fields: Mapping[str, Check], *required: str, any_of: tuple[str, ...] = (), surfaces: str = "MDH") -> Shape:
    return Shape({**COMMON, **fields}, required=("type", *required), any_of=any_of, surfaces=surfaces)


BLOCKS: Mapping[str, Shape] = {
    "section": _block(
        {
            "text": text(limits.SECTION_TEXT),
            "fields": many(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
            "accessory": by_type(ELEMENTS, ACCESSORIES),
            "expand": flag,
        },
        any_of=("text", "fields"),
    ),
    "header": _block({"text": plain(limits.HEADER_TEXT)}, "text"),
    "divider": _block({}),
    "context": _block({"elements": many(CONTEXT, limits.CONTEXT_ELEMENTS)}, "elements"),
    "actions": _block({"elements": many(by_type(ELEMENTS, ACTIONS), limits.ACTION_ELEMENTS)}, "elements"),
    "context_actions": _block(
        {"elements": many(by_type(ELEMENTS, ("feedback_buttons", "icon_button")), limits.CONTEXT_ACTION_ELEMENTS)},
        "elements",
        surfaces="M",
    ),
    "image": _block(
        {
            "image_url": string(limits.URL, 1),
            "slack_file": slack_file,
            "alt_text": string(limits.ALT_TEXT, 1),
            "title": plain(limits.IMAGE_TITLE),
        },
        "alt_text",
        any_of=("image_url", "slack_file"),
    ),
    "input": _block(
        {
            "label": plain(limits.LABEL),
            "hint": plain(limits.LABEL),
            "element": by_type(ELEMENTS, INPUTS),
            "optional": flag,
            "dispatch_action": flag,
        },
        "label",
        "element",
    ),
    "rich_text": _block({"elements": many(RICH_TEXT, 1_000, least=0)}, "elements"),
    "markdown": _block({"text": string(limits.MARKDOWN_TEXT, 1)}, "text", surfaces="M"),
    "table": _block(
        {
            "rows": many(many(anything, limits.TABLE_CELLS), limits.TABLE_ROWS),
            "column_settings": many(anything, limits.TABLE_CELLS),
        },
        "rows",
        surfaces="M",
    ),
    "alert": _block(
        {"text": text(200), "level": one_of("default", "info", "warning", "error", "success")}, "text", surfaces="D"
    ),
    "video": _block(
        {
            "alt_text": string(limits.VIDEO_TITLE, 1),
            "title": plain(limits.VIDEO_TITLE),
            "thumbnail_url": string(limits.URL, 1),
            "video_url": string(limits.URL, 1),
            "title_url": string(limits.URL),
            "description": plain(limits.VIDEO_TITLE),
            "author_name": string(50),
            "provider_name": string(50),
            "provider_icon_url": string(limits.URL),
        },
        "alt_text",
        "title",
        "thumbnail_url",
        "video_url",
    ),
}
SURFACES = {"M": "messages", "D": "modals", "H": "Home tabs"}


def check_blocks(blocks: Any, surface: str, report: Report, path: str = "/blocks") -> None:
    """Report what Slack would refuse; `surface` is M for a message, D for a modal, H for a Home tab."""
    most = limits.MESSAGE_BLOCKS if surface == "M" else limits.VIEW_BLOCKS
    many(by_type(BLOCKS), most, least=0)(blocks, path, report)
    if report.messages:
        return
    for index, block in enumerate(blocks):
        if surface not in BLOCKS[block["type"]].surfaces:
            report.add(f"{path}/{index}", f"unsupported type: {block['type']} in {SURFACES[surface]}")
    _check_ids(blocks, report, path)
    _check_totals(blocks, report, path)


def _check_ids(blocks: list[dict[str, Any]], report: Report, path: str) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            report.add(f"{path}/{index}/block_id", f"`block_id` {block_id} already exists")
        seen.add(block_id or "")
        actions = [one["action_id"] for one in interactive_elements(block) if one.get("action_id")]
        for doubled in sorted({one for one in actions if actions.count(one) > 1}):
            report.add(f"{path}/{index}", f"`action_id` {doubled} already exists for block_id {block_id}")


def _check_totals(blocks: list[dict[str, Any]], report: Report, path: str) -> None:
    written = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if written > limits.MARKDOWN_TEXT:
        report.add(path, f"markdown blocks must be less than {limits.MARKDOWN_TEXT + 1} characters together")
    if sum(block["type"] == "table" for block in blocks) > 1:
        report.add(path, "only_one_table_allowed")
