"""Draws tables: the first row is the heading."""

from markupsafe import Markup, escape

from sandbox.drawing.reader import Reader
from sandbox.drawing.rich_text import rich_text
from sandbox.drawing.sheets import draw
from sandbox.drawing.surface import Spot
from sandbox.drawing.texts import words
from sandbox.errors import Json

ALIGNED = ("center", "right")


def table(spot: Spot) -> Markup:
    settings = spot.block.get("column_settings") or []
    aligned = [(one or {}).get("align", "") for one in settings]
    rows = [_row(cells, aligned, spot.reader) for cells in spot.block.get("rows", [])]
    return draw("blocks", "table", rows=rows, caption=words(spot.block.get("caption")))


def _row(cells: list[Json], aligned: list[str], reader: Reader) -> list[dict[str, object]]:
    sides = [*aligned, *[""] * len(cells)]
    return [
        {"align": side if side in ALIGNED else "", "drawn": _cell(cell, reader)}
        for cell, side in zip(cells, sides, strict=False)
    ]


def _cell(cell: Json, reader: Reader) -> Markup:
    if cell.get("type") == "rich_text":
        return rich_text(cell, reader)
    written = cell.get("text", cell.get("value", ""))
    return escape(written)
