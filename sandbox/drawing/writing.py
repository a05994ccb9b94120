"""Draws the fields in which people write: a line, several lines, a number."""

from collections.abc import Callable

from markupsafe import Markup

from sandbox.drawing.facts import facts_of, limits_of
from sandbox.drawing.held import held_value, written
from sandbox.drawing.sheets import tag
from sandbox.drawing.surface import Spot
from sandbox.errors import Json


def line(kind: str) -> Callable[[Json, Spot, int], Markup]:
    def draw_line(element: Json, spot: Spot, index: int) -> Markup:
        facts = facts_of(element, spot, index) | limits_of(element) | {"type": kind, "class": "field"}
        # A browser would offer what anybody typed before into a field of this name, in any form.
        facts |= {"value": held_value(element, spot) or "", "autocomplete": "off"}
        return tag("input", facts, None)

    return draw_line


def text(element: Json, spot: Spot, index: int) -> Markup:
    if not element.get("multiline"):
        return line("text")(element, spot, index)
    return _area(element, spot, index, held_value(element, spot) or "")


def rich(element: Json, spot: Spot, index: int) -> Markup:
    return _area(element, spot, index, written(held_value(element, spot)))


def _area(element: Json, spot: Spot, index: int, value: str) -> Markup:
    facts = facts_of(element, spot, index) | limits_of(element)
    facts |= {"class": "field", "rows": max(4, element.get("min_lines") or 0), "autocomplete": "off"}
    # A browser drops the first line break of a textarea, so there is one to drop.
    return tag("textarea", facts, f"\n{value}")


def number(element: Json, spot: Spot, index: int) -> Markup:
    is_decimal = element.get("is_decimal_allowed")
    facts = facts_of(element, spot, index) | limits_of(element)
    facts |= {
        "type": "number",
        "class": "field",
        "value": held_value(element, spot) or "",
        "min": element.get("min_value"),
        "max": element.get("max_value"),
        # Without a step of "any" browsers call 2.5 invalid.
        "step": "any" if is_decimal else "1",
        "inputmode": "decimal" if is_decimal else "numeric",
        "autocomplete": "off",
    }
    return tag("input", facts, None)
