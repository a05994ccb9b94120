"""What every control carries: its id, its name, whose it is, how it is called, and what must be asked first."""

import json
from typing import Any

from sandbox.block_kit.find import touchable
from sandbox.block_kit.values import HOLDS
from sandbox.drawing.surface import Spot
from sandbox.drawing.texts import draw_text, words
from sandbox.errors import Json

CALLED = {"datepicker": "Date", "timepicker": "Time", "datetimepicker": "Date and time", "number_input": "Number"}


def name_of(element: Json, spot: Spot) -> str:
    """Make the name under which a browser sends the field; `filled` reads it back."""
    return f"{spot.block_id}|{element.get('action_id', '')}"


def has_fields(blocks: list[Json]) -> bool:
    """Tell whether people can fill in anything here: radio buttons need a form around them to be a group apart."""
    return any(element["type"] in HOLDS for _, element in touchable(blocks))


def facts_of(element: Json, spot: Spot, index: int = 0) -> dict[str, Any]:
    """Collect what every control carries: its id, its name, whom it belongs to and how it is called."""
    facts: dict[str, Any] = {
        "id": f"{spot.id}-{index}",
        "name": name_of(element, spot),
        "data-action-id": element.get("action_id", ""),
        "data-block-id": spot.block_id,
        "data-type": element["type"],
        "data-dispatch": _dispatch(element) if spot.dispatches else None,
        "data-confirm": confirm_of(element, spot),
        # Focus moves into a dialog by this attribute alone, without any script.
        "autofocus": element.get("focus_on_load") is True,
    }
    return facts | (_explained(spot) if spot.is_input else {"aria-label": called(element)})


def called(element: Json) -> str:
    return words(element.get("placeholder")) or CALLED.get(element["type"], "Choose")


def _explained(spot: Spot) -> dict[str, Any]:
    error = spot.block_id in spot.surface.errors
    # The error's place is named even while it is empty: screen readers look it up when it fills.
    lines = [f"{spot.id}-hint"] * bool(spot.block.get("hint")) + [f"{spot.id}-error"]
    return {
        "aria-describedby": " ".join(lines),
        "aria-required": None if spot.block.get("optional") else "true",
        "aria-invalid": "true" if error else None,
    }


def _dispatch(element: Json) -> str:
    if not element["type"].endswith("_input"):
        return "change"
    # Written fields wait for Enter unless the app wants every character: Slack's default, too.
    wanted = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
    return " ".join(wanted)


def confirm_of(element: Json, spot: Spot) -> str | None:
    question = element.get("confirm")
    return draw_confirm(question, spot) if question else None


def draw_confirm(question: Json, spot: Spot) -> str:
    """Write the question as JSON with its text drawn, since the page itself knows no mrkdwn."""
    drawn = {name: words(question[name]) for name in ("title", "confirm", "deny")}
    return json.dumps(drawn | {"html": draw_text(question["text"], spot.reader), "style": question.get("style", "")})


# Too short or too long is Slack's to say under the field; the browser only stops people from typing on.
def limits_of(element: Json) -> dict[str, Any]:
    return {
        "placeholder": words(element.get("placeholder")) or None,
        "maxlength": element.get("max_length"),
        "minlength": element.get("min_length") or None,
    }
