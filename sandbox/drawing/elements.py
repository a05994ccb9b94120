"""Draws the elements that stand in blocks: buttons and their kin, pictures, and every field."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from sandbox.drawing.facts import confirm_of
from sandbox.drawing.fields import FIELDS
from sandbox.drawing.icons import icon
from sandbox.drawing.images import picture
from sandbox.drawing.sheets import attributes, draw, joined, tag
from sandbox.drawing.surface import Spot
from sandbox.drawing.texts import words
from sandbox.errors import Json

# A button's address is followed by the browser itself, so it must be one that a browser may follow.
FOLLOWED = re.compile(r"https?:", re.IGNORECASE)


def draw_element(element: Json, spot: Spot, index: int = 0) -> Markup:
    """Draw one element; of a type that nobody knows at least the type is shown."""
    kind = element.get("type", "")
    drawer = FIELDS.get(kind) or OTHERS.get(kind)
    return drawer(element, spot, index) if drawer else tag("span", {"class": "hint"}, f"({kind})")


def _pressed(element: Json, spot: Spot) -> dict[str, Any]:
    return {
        "data-action-id": element.get("action_id", ""),
        "data-block-id": spot.block_id,
        "data-type": element["type"],
        "data-confirm": confirm_of(element, spot),
    }


def _button(element: Json, spot: Spot, index: int) -> Markup:
    """Draw a button; one with an address is a link that also tells the app, as in Slack."""
    style = element.get("style", "")
    facts = {"class": f"button {style}".strip(), "aria-label": element.get("accessibility_label")}
    facts |= {"id": f"{spot.id}-{index}", "data-value": element.get("value")} | _pressed(element, spot)
    label = words(element.get("text"))
    url = element.get("url", "")
    if FOLLOWED.match(url):
        facts |= {"href": url, "target": "_blank", "rel": "noopener noreferrer"}
        return tag("a", facts, label)
    return tag("button", {"type": "button"} | facts, label)


def _icon_button(element: Json, spot: Spot, index: int) -> Markup:
    if spot.reader.user_id not in element.get("visible_to_user_ids", [spot.reader.user_id]):
        return Markup("")
    return _button(element, spot, index)


def _feedback(element: Json, spot: Spot, index: int) -> Markup:
    parts = [element["positive_button"], element["negative_button"]]
    drawn = [
        # The app is told of both under one action id, and tells them apart by the value.
        _button({**part, "type": element["type"], "action_id": element.get("action_id", "")}, spot, index * 2 + number)
        for number, part in enumerate(parts)
    ]
    return tag("span", {"class": "row"}, joined(drawn))


def _overflow(element: Json, spot: Spot, index: int) -> Markup:
    facts = {"class": "entry"} | _pressed(element, spot)
    entries = [_entry(option, facts) for option in element["options"]]
    return draw("blocks", "overflow", id=f"{spot.id}-{index}", more=icon("more"), entries=entries)


def _entry(option: Json, facts: dict[str, Any]) -> Markup:
    url = option.get("url", "")
    own = attributes(facts | {"data-value": option.get("value", "")})
    note = words(option.get("description"))
    if FOLLOWED.match(url):
        return draw("blocks", "entry_link", attributes=own, url=url, label=words(option["text"]), note=note)
    return draw("blocks", "entry", attributes=own, label=words(option["text"]), note=note)


def _image(element: Json, _spot: Spot, _index: int) -> Markup:
    return picture(element)


OTHERS: Mapping[str, Callable[[Json, Spot, int], Markup]] = {
    "button": _button,
    "workflow_button": _button,
    "icon_button": _icon_button,
    "feedback_buttons": _feedback,
    "overflow": _overflow,
    "image": _image,
}
