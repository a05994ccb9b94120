"""The rules of blocks that show data: tables and charts. They stand in messages only."""

from collections.abc import Mapping

from sandbox import limits
from sandbox.block_kit.checks import (
    Check,
    Shape,
    anything,
    by_type,
    flag,
    many,
    number,
    one_of,
    or_null,
    positive,
    string,
    whole,
)
from sandbox.block_kit.layout import Block, block
from sandbox.block_kit.rich_text import RICH_TEXT
from sandbox.block_kit.rules import plain_header_row, rows_of_one_length

CELLS: Mapping[str, Check] = {
    "raw_text": Shape({"type": anything, "text": string(least=1)}, required=("type", "text")),
    # The number is what people sort by, the text what they read.
    "raw_number": Shape(
        {"type": anything, "value": number, "text": string(least=1)}, required=("type", "value", "text")
    ),
    "rich_text": RICH_TEXT,
}
COLUMN = Shape({"align": one_of("left", "center", "right"), "is_wrapped": flag})

CHART_LABEL = string(limits.CHART_LABEL, 1)
# A slice of nothing, or of less, cannot be drawn; a bar can.
SEGMENT = Shape({"label": CHART_LABEL, "value": positive}, required=("label", "value"))
POINT = Shape({"label": CHART_LABEL, "value": number}, required=("label", "value"))
SERIES = Shape({"name": CHART_LABEL, "data": many(POINT, limits.CHART_POINTS)}, required=("name", "data"))
AXES = Shape(
    {
        "categories": many(CHART_LABEL, limits.CHART_POINTS),
        "x_label": string(limits.AXIS_LABEL),
        "y_label": string(limits.AXIS_LABEL),
    },
    required=("categories",),
)
PIE = Shape({"type": anything, "segments": many(SEGMENT, limits.CHART_SERIES)}, required=("type", "segments"))
ON_AXES = Shape(
    {"type": anything, "series": many(SERIES, limits.CHART_SERIES), "axis_config": AXES},
    required=("type", "series", "axis_config"),
)
CHARTS: Mapping[str, Check] = {"pie": PIE, "bar": ON_AXES, "area": ON_AXES, "line": ON_AXES}

TABLES: Mapping[str, Block] = {
    "table": block(
        {
            "rows": many(many(by_type(CELLS), limits.TABLE_CELLS), limits.TABLE_ROWS),
            # null leaves a column as it is, to set one further right.
            "column_settings": many(or_null(COLUMN), limits.TABLE_CELLS, least=0),
        },
        "rows",
        surfaces="M",
    ),
    "data_table": block(
        {
            # Screen readers announce the table by it.
            "caption": string(least=1),
            "rows": many(
                many(by_type(CELLS), limits.DATA_TABLE_COLUMNS),
                limits.DATA_TABLE_MOST_ROWS,
                limits.DATA_TABLE_LEAST_ROWS,
            ),
            "page_size": whole(1, limits.DATA_TABLE_PAGE),
            "row_header_column_index": whole(0, limits.DATA_TABLE_COLUMNS - 1),
        },
        "caption",
        "rows",
        surfaces="M",
        rules=(rows_of_one_length, plain_header_row),
    ),
    "data_visualization": block(
        {"title": string(limits.CHART_TITLE, 1), "chart": by_type(CHARTS)}, "title", "chart", surfaces="M"
    ),
}
