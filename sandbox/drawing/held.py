"""What an element holds now, as the plain value that a control shows and the sandbox takes."""

from typing import Any

from sandbox.block_kit.values import HOLDS
from sandbox.drawing.surface import Spot
from sandbox.errors import Json


def held_value(element: Json, spot: Spot) -> Any:
    """Give the value: what the workspace keeps, or else the app's first one; options stand for their values."""
    holds = HOLDS[element["type"]]
    kept = spot.held(element)
    return _plain(element.get(holds.initial) if kept is None else kept.get(holds.state))


def held_values(element: Json, spot: Spot) -> list[str]:
    value = held_value(element, spot)
    return [] if value is None else [str(one) for one in (value if isinstance(value, list) else [value])]


def held_options(element: Json, spot: Spot) -> list[Json]:
    """Give the whole options that were picked, for menus that do not know what they offer."""
    holds = HOLDS[element["type"]]
    kept = spot.held(element)
    value = element.get(holds.initial) if kept is None else kept.get(holds.state)
    return value if isinstance(value, list) else [value] if value else []


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value["value"] if isinstance(value, dict) and "value" in value else value


# The page has no editor for formatted text, so formatting is lost when it is edited here; the words are not.
def written(rich: Json | None) -> str:
    """Flatten rich text into the lines that a plain field shows."""
    shapes = (rich or {}).get("elements", [])
    return "\n".join(_line(one) for one in shapes)


def _line(shape: Json) -> str:
    if shape.get("type") == "rich_text_list":
        return "\n".join(f"• {_line(item)}" for item in shape["elements"])
    return "".join(str(part.get("text") or part.get("url") or "") for part in shape.get("elements", []))
