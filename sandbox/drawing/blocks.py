"""Draws Block Kit's blocks; one drawer for each type, and a labelled box for a type that nobody knows."""

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markupsafe import Markup

from sandbox.drawing.cards import CARDS
from sandbox.drawing.charts import chart
from sandbox.drawing.elements import draw_element
from sandbox.drawing.images import picture
from sandbox.drawing.markdown import markdown
from sandbox.drawing.mentions import drawn_link
from sandbox.drawing.reader import Reader
from sandbox.drawing.rich_text import rich_text
from sandbox.drawing.sheets import draw, joined, tag
from sandbox.drawing.surface import Spot, Surface, SurfaceKind, Where
from sandbox.drawing.tables import table
from sandbox.drawing.texts import draw_text, words
from sandbox.errors import Json


def draw_blocks(
    blocks: Sequence[Json],
    reader: Reader,
    *,
    surface: SurfaceKind,
    where: Where,
    state: Mapping[str, Mapping[str, Json]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Markup:
    """Draw blocks as they stand for the reader: `state` fills the fields, `errors` stand under theirs."""
    here = Surface(surface, reader, where, state or {}, errors or {})
    return joined([draw_block(Spot(here, block, f"{where.stem}-{index}")) for index, block in enumerate(blocks)])


def draw_block(spot: Spot) -> Markup:
    kind = spot.block.get("type", "")
    facts = {"class": f"block is-{kind.replace('_', '-')}", "data-block": spot.block_id}
    if kind == "divider":
        return tag("hr", facts, None)
    return tag("div", facts, BLOCKS.get(kind, _unknown)(spot))


def _section(spot: Spot) -> Markup:
    block, reader = spot.block, spot.reader
    accessory = block.get("accessory")
    return draw(
        "blocks",
        "section",
        text=draw_text(block.get("text"), reader),
        fields=[draw_text(one, reader) for one in block.get("fields", [])],
        accessory=draw_element(accessory, spot) if accessory else "",
    )


def _header(spot: Spot) -> Markup:
    return tag("h3", {"class": "title"}, words(spot.block["text"]))


def _context(spot: Spot) -> Markup:
    drawn = [
        picture(one) if one["type"] == "image" else tag("span", {}, draw_text(one, spot.reader))
        for one in spot.block["elements"]
    ]
    return joined(drawn)


def _row(spot: Spot) -> Markup:
    return joined([draw_element(one, spot, index) for index, one in enumerate(spot.block["elements"])])


def _image(spot: Spot) -> Markup:
    return draw("blocks", "image", title=words(spot.block.get("title")), picture=picture(spot.block))


def _input(spot: Spot) -> Markup:
    block = spot.block
    return draw(
        "blocks",
        "input",
        id=spot.id,
        label=words(block["label"]),
        is_grouped=_is_grouped(block["element"]["type"]),
        is_optional=bool(block.get("optional")),
        field=draw_element(block["element"], spot),
        hint=words(block.get("hint")),
        error=spot.surface.errors.get(spot.block_id, ""),
    )


def _rich_text(spot: Spot) -> Markup:
    return rich_text(spot.block, spot.reader)


def _markdown(spot: Spot) -> Markup:
    return markdown(spot.block["text"])


def _alert(spot: Spot) -> Markup:
    text = draw_text(spot.block["text"], spot.reader)
    return draw("blocks", "alert", level=spot.block.get("level", "default"), text=text)


def _video(spot: Spot) -> Markup:
    block, reader = spot.block, spot.reader
    shown = {"image_url": block["thumbnail_url"], "alt_text": block["alt_text"]}
    return draw(
        "blocks",
        "video",
        title=drawn_link(block.get("title_url") or block["video_url"], escape(words(block["title"])), reader),
        picture=picture(shown),
        description=words(block.get("description")),
        author=" · ".join(filter(None, [block.get("author_name"), block.get("provider_name")])),
    )


def _file(spot: Spot) -> Markup:
    return tag("p", {"class": "hint"}, f"File {spot.block.get('external_id', '')}")


def _container(spot: Spot) -> Markup:
    """Draw a frame with other blocks in it; those get ids of their own."""
    block, reader = spot.block, spot.reader
    inside = [
        draw_block(Spot(spot.surface, one, f"{spot.id}-{index}")) for index, one in enumerate(block["child_blocks"])
    ]
    rich, sign = block.get("rich_text_title"), block.get("icon")
    return draw(
        "cards",
        "container",
        sign=picture(sign) if sign else "",
        title=rich_text(rich, reader) if rich else words(block.get("title")),
        subtitle=draw_text(block.get("subtitle"), reader),
        folds=bool(block.get("is_collapsible")),
        is_open=not block.get("default_collapsed"),
        inside=joined(inside),
    )


def _unknown(spot: Spot) -> Markup:
    written = json.dumps(spot.block, ensure_ascii=False, indent=1)
    return draw("blocks", "unknown", kind=spot.block.get("type", "nameless"), written=written)


def _is_grouped(kind: str) -> bool:
    """Tell whether the field is several controls: a label cannot point at those, they point at it."""
    return kind.startswith("multi_") or kind in ("checkboxes", "radio_buttons", "file_input")


BLOCKS: Mapping[str, Callable[[Spot], Markup]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _row,
    "context_actions": _row,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "table": table,
    "data_table": table,
    "data_visualization": chart,
    "alert": _alert,
    "video": _video,
    "file": _file,
    "container": _container,
    **CARDS,
}
