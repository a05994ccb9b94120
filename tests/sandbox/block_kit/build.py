"""Builds pieces of Block Kit for the tests, each valid until a test changes something in it."""

from typing import Any

from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.checks import Fault, Report
from tests.sandbox.stage import Json

LINK = "https://example.com/a"
PLAIN: Json = {"type": "plain_text", "text": "words"}
CONFIRM: Json = {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}
IMAGE: Json = {"type": "image", "image_url": LINK, "alt_text": "a"}


def faults(blocks: Any, surface: str = "M") -> list[Fault]:
    """List what is wrong, along the payload."""
    report = Report()
    check_blocks(blocks, surface, report)
    report.put_in_order({"blocks": blocks})
    return report.faults


def problems(*blocks: Any, surface: str = "M") -> list[str]:
    return [str(fault) for fault in faults(list(blocks), surface)]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(value: str = "one", **fields: Any) -> Json:
    return {"text": PLAIN, "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(f"v{number}") for number in range(count)]


def section(**fields: Any) -> Json:
    return {"type": "section", "text": PLAIN, **fields}


def select(**fields: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(2), **fields}


def input_of(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": PLAIN, "element": {"action_id": "value", **element}, **fields}


def image(**fields: Any) -> Json:
    return {**IMAGE, **fields}


def rich(*pieces: Json) -> Json:
    return {"type": "rich_text", "elements": list(pieces)}


def written(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts) or [{"type": "text", "text": "hi"}]}


def cell(text: str = "a") -> Json:
    return {"type": "raw_text", "text": text}


def grid(rows: int, columns: int) -> list[list[Json]]:
    return [[cell()] * columns for _ in range(rows)]


def card(**fields: Any) -> Json:
    return {"type": "card", "title": PLAIN, **fields}


def task(**fields: Any) -> Json:
    return {"type": "task_card", "task_id": "t", "title": "Task", **fields}


def container(*blocks: Json, **fields: Any) -> Json:
    return {"type": "container", "title": PLAIN, "child_blocks": list(blocks) or [{"type": "divider"}], **fields}


def data_table(rows: int = 2, columns: int = 1, **fields: Any) -> Json:
    return {"type": "data_table", "caption": "Sales", "rows": grid(rows, columns), **fields}


def chart(**fields: Any) -> Json:
    return {"type": "data_visualization", "title": "Sales", "chart": pie(1), **fields}


def pie(segments: int, **fields: Any) -> Json:
    return {"type": "pie", "segments": [{"label": "a", "value": 1, **fields}] * segments}


def lines(series: int = 1, points: int = 1, categories: int = 1, **axes: Any) -> Json:
    data = [{"label": "a", "value": 1}] * points
    return {
        "type": "line",
        "series": [{"name": "n", "data": data}] * series,
        "axis_config": {"categories": ["a"] * categories, **axes},
    }


def video(**fields: Any) -> Json:
    more = {"alt_text": "a", "title": PLAIN, "thumbnail_url": LINK, "video_url": LINK}
    return {"type": "video", **more, **fields}
