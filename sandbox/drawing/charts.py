"""Draws charts as tables with a bar beside each number: what they say can be read, and read aloud."""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from sandbox.drawing.sheets import draw
from sandbox.drawing.surface import Spot
from sandbox.errors import Json


class Number(NamedTuple):
    """A number to show, and the length of its bar: `low` to `high` is what the whole chart spans."""

    text: str
    value: float
    low: float
    high: float


def chart(spot: Spot) -> Markup:
    shown = spot.block["chart"]
    heads, rows = _pie(shown) if shown["type"] == "pie" else _on_axes(shown)
    return draw("blocks", "chart", title=spot.block["title"], kind=shown["type"], heads=heads, rows=rows)


Rows = list[tuple[str, list[Number]]]


def _pie(shown: Json) -> tuple[list[str], Rows]:
    whole = sum(one["value"] for one in shown["segments"]) or 1
    return ["", "Share"], [
        (one["label"], [Number(f"{one['value']:g} ({one['value'] / whole:.0%})", one["value"], 0, whole)])
        for one in shown["segments"]
    ]


def _on_axes(shown: Json) -> tuple[list[str], Rows]:
    series, axes = shown["series"], shown["axis_config"]
    low, high = _span(point["value"] for one in series for point in one["data"])
    points = [{point["label"]: point["value"] for point in one["data"]} for one in series]
    rows = [
        (label, [Number(f"{one[label]:g}", one[label], low, high) for one in points if label in one])
        for label in axes["categories"]
    ]
    return [axes.get("x_label", ""), *(one["name"] for one in series)], rows


def _span(values: Iterable[float]) -> tuple[float, float]:
    """Span from zero, or from the lowest below it, so that bars can be compared by their length."""
    known = [0.0, *values]
    low, high = min(known), max(known)
    return low, high if high > low else low + 1
