"""What Slack would refuse in a message or form, checked by the documented limits and nothing of our own."""

import json
from collections.abc import Iterator
from typing import Any

from messages.blocks import Block
from messages.message import Message

TEXT = 3_500
VIEW_BYTES = 250_000
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
SURFACES = {
    "message": {"section", "header", "context", "actions", "divider"},
    "home": {"section", "header", "context", "actions", "divider"},
    "modal": {"section", "header", "context", "actions", "divider", "input"},
}
TEXT_LIMITS = {"section": 3_000, "header": 150, "context": 3_000}
INPUTS = {
    "plain_text_input",
    "url_text_input",
    "number_input",
    "datepicker",
    "users_select",
    "static_select",
    "multi_static_select",
    "conversations_select",
}


def units(text: str) -> int:
    """Count UTF-16 units: the most that Slack may count for a text."""
    return len(text.encode("utf-16-le")) // 2


def wrong_with(drawn: Message | Block) -> list[str]:
    """Return a sentence for each thing that is not allowed."""
    return list(_of_message(drawn) if isinstance(drawn, Message) else _of_view(drawn))


def _of_message(message: Message) -> Iterator[str]:
    if not 0 < units(message.text) <= TEXT:
        yield f"text has {units(message.text)} units"
    if len(message.blocks) > MESSAGE_BLOCKS:
        yield f"{len(message.blocks)} blocks"
    yield from _of_blocks(message.blocks, "message")


def _of_view(view: Block) -> Iterator[str]:
    if len(json.dumps(view)) > VIEW_BYTES:
        yield f"{len(json.dumps(view))} bytes"
    if view["type"] == "home":
        yield from _of_home(view)
        return
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _text(view[name], 24, {"plain_text"}, name)
    if len(view["private_metadata"]) > 3_000 or len(view["callback_id"]) > 255:
        yield "ids too long"
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        yield "inputs without submit"
    if not 0 < len(view["blocks"]) <= VIEW_BLOCKS:
        yield f"{len(view['blocks'])} blocks"
    yield from _of_blocks(view["blocks"], "modal")


def _of_home(view: Block) -> Iterator[str]:
    if len(view["private_metadata"]) > 3_000:
        yield "metadata too long"
    if not 0 < len(view["blocks"]) <= VIEW_BLOCKS:
        yield f"{len(view['blocks'])} blocks"
    yield from _of_blocks(view["blocks"], "home")


def _of_blocks(blocks: Any, surface: str) -> Iterator[str]:
    named = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(named)) < len(named):
        yield f"doubled block ids: {named}"
    for block in blocks:
        if block["type"] not in SURFACES[surface]:
            yield f"{block['type']} in a {surface}"
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    kind = block["type"]
    both = {"plain_text", "mrkdwn"}
    if "text" in block:
        yield from _text(block["text"], TEXT_LIMITS[kind], {"plain_text"} if kind == "header" else both, kind)
    if kind == "section":
        if "text" not in block and not 0 < len(block.get("fields", ())) <= 10:
            yield "section without words"
        for field in block.get("fields", ()):
            yield from _text(field, 2_000, both, "field")
    if kind == "context":
        if not 0 < len(block["elements"]) <= 10:
            yield f"{len(block['elements'])} context elements"
        for element in block["elements"]:
            yield from _text(element, 3_000, both, "context")
    if kind == "input":
        yield from _of_input(block)
    yield from _of_buttons(block)


def _of_buttons(block: Block) -> Iterator[str]:
    buttons = [block["accessory"]] if "accessory" in block else []
    buttons += block["elements"] if block["type"] == "actions" else []
    if block["type"] == "actions" and not 0 < len(buttons) <= 25:
        yield f"{len(buttons)} buttons"
    if len({one["action_id"] for one in buttons}) < len(buttons):
        yield f"doubled action ids: {[one['action_id'] for one in buttons]}"
    for element in buttons:
        if element["type"] == "static_select":
            yield from _of_options(element)
    for button in (one for one in buttons if one["type"] == "button"):
        yield from _text(button["text"], 75, {"plain_text"}, "button")
        if len(button["action_id"]) > 255 or len(button["value"]) > 2_000:
            yield "button carries too much"
        if units(button.get("accessibility_label", "")) > 75:
            yield "accessibility label too long"
        if button.get("style") not in (None, "primary", "danger"):
            yield f"style {button['style']}"


def _of_input(block: Block) -> Iterator[str]:
    element = block["element"]
    yield from _text(block["label"], 2_000, {"plain_text"}, "label")
    if element["type"] not in INPUTS or len(element["action_id"]) > 255:
        yield f"input {element['type']}"
    if (
        units(element.get("initial_value", "")) > element.get("max_length", 3_000)
        or element.get("max_length", 1) > 3_000
    ):
        yield "initial value too long"
    for name, limit in (("hint", 2_000), ("placeholder", 150)):
        holder = block if name == "hint" else element
        if name in holder:
            yield from _text(holder[name], limit, {"plain_text"}, name)
    if element["type"].endswith("static_select"):
        yield from _of_options(element)


def _of_options(element: dict[str, Any]) -> Iterator[str]:
    options = element["options"]
    if not 0 < len(options) <= 100:
        yield f"{len(options)} options"
    if element.get("initial_option", options[0]) not in options:
        yield "chosen option is none of them"
    # Slack refuses an empty list of chosen ones; it is left out instead.
    if not set(map(str, element.get("initial_options", options[:1]))) & set(map(str, options)):
        yield "chosen options are none of them"
    for option in options:
        yield from _text(option["text"], 75, {"plain_text"}, "option")
        if not 0 < len(option["value"]) <= 150:
            yield "option value"


def _text(text: dict[str, Any], limit: int, kinds: set[str], place: str) -> Iterator[str]:
    if text["type"] not in kinds:
        yield f"{place} is {text['type']}"
    if not 0 < units(text["text"]) <= limit:
        yield f"{place} has {units(text['text'])} units, {limit} fit"
    if text["type"] == "mrkdwn" and text.get("verbatim") is not True:
        yield f"{place} is not verbatim"
    if text["type"] == "plain_text" and text.get("emoji") is not False:
        yield f"{place} turns shortcodes into emoji"
