"""Draws tables: the first row is the heading."""

from typing import NamedTuple

from markupsafe import Markup

from sandbox.drawing.reader import Reader
from sandbox.drawing.rich_text import rich_text
from sandbox.drawing.sheets import draw
from sandbox.drawing.surface import Spot
from sandbox.drawing.texts import words
from sandbox.errors import Json

# Left is how cells stand anyway.
ALIGNED = ("center", "right")


class Cell(NamedTuple):
    drawn: Markup | str
    align: str
    is_header: bool


def table(spot: Spot) -> Markup:
    block = spot.block
    settings = block.get("column_settings") or []
    aligned = [(one or {}).get("align", "") for one in settings]
    header = block.get("row_header_column_index")
    head, *rows = [_row(cells, aligned, header, spot.reader) for cells in block.get("rows") or [[]]]
    return draw("blocks", "table", head=head, rows=rows, caption=words(block.get("caption")))


def _row(cells: list[Json], aligned: list[str], header: int | None, reader: Reader) -> list[Cell]:
    sides = [*aligned, *[""] * len(cells)]
    return [
        Cell(_drawn(cell, reader), side if side in ALIGNED else _natural(cell), index == header)
        for index, (cell, side) in enumerate(zip(cells, sides, strict=False))
    ]


# Numbers under each other can be compared only if their last digits are.
def _natural(cell: Json) -> str:
    return "right" if cell.get("type") == "raw_number" else ""


def _drawn(cell: Json, reader: Reader) -> Markup | str:
    if cell.get("type") == "rich_text":
        return rich_text(cell, reader)
    return str(cell.get("text", cell.get("value", "")))
