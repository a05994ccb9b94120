"""Write a message or form down as a person would meet it, for golden files."""

from typing import Any

from messages.blocks import Block
from messages.escaping import END_ISOLATE, GAP, ISOLATE
from messages.message import Message

UNSEEN = {GAP: "¦", ISOLATE: "⟦", END_ISOLATE: "⟧"}
"""What cannot be seen is written as a sign, so that a review can see it."""


def shown(drawn: Message | Block) -> str:
    text = "\n".join(_message(drawn) if isinstance(drawn, Message) else _view(drawn)) + "\n"
    for unseen, sign in UNSEEN.items():
        text = text.replace(unseen, sign)
    return text


def _message(message: Message) -> list[str]:
    return [message.text, "", *(line for block in message.blocks for line in _block(block))]


def _view(view: Block) -> list[str]:
    if view["type"] == "home":
        return [
            f"Home carries {view['private_metadata']!r}",
            *(line for block in view["blocks"] for line in _block(block)),
        ]
    ends = " / ".join(view[name]["text"] for name in ("submit", "close") if name in view)
    head = [f"{view['title']['text']} ({view['callback_id']}) carries {view['private_metadata']!r}"]
    return [*head, *(line for block in view["blocks"] for line in _block(block)), f"[{ends}]"]


def _block(block: Block) -> list[str]:
    kind = block["type"]
    if kind == "input":
        return _input(block)
    texts = [block["text"]] if "text" in block else [one for one in block.get("fields", ()) if "text" in one]
    texts += [one for one in block.get("elements", ()) if one["type"] in ("mrkdwn", "plain_text")]
    lines = [f"{kind} | {line}" for one in texts for line in one["text"].split("\n")]
    buttons = [one for one in (*block.get("elements", ()), block.get("accessory")) if one and one["type"] == "button"]
    menus = [one for one in block.get("elements", ()) if one["type"] == "static_select"]
    return lines + [f"{kind} | {line}" for line in (*map(_menu, menus), *map(_button, buttons))]


def _button(button: dict[str, Any]) -> str:
    style = f" {button['style']}" if "style" in button else ""
    label = f" “{button['accessibility_label']}”" if "accessibility_label" in button else ""
    return f"({button['text']['text']}){style} {button['action_id']} {button['value']}{label}"


def _menu(menu: dict[str, Any]) -> str:
    options = ", ".join(f"{one['text']['text']} = {one['value']}" for one in menu["options"])
    return f"[{menu['initial_option']['text']['text']}] {menu['action_id']} of {options}"


def _input(block: Block) -> list[str]:
    element = block["element"]
    optional = " (optional)" if block["optional"] else ""
    given = [f"{name}={element[name]!r}" for name in ("initial_value", "max_length") if name in element]
    given += [f"placeholder={element['placeholder']['text']!r}"] if "placeholder" in element else []
    given += ["options=" + ", ".join(one["text"]["text"] for one in element.get("options", ()))] * (
        "options" in element
    )
    lines = [f"{block['block_id']}: {block['label']['text']}{optional} [{element['type']} {' '.join(given)}]".rstrip()]
    return lines + ([f"    {block['hint']['text']}"] if "hint" in block else [])
