"""Draws attachments, Slack's older way to put a card under a message."""

import re
from typing import Any

from markupsafe import Markup, escape

from sandbox.drawing.blocks import draw_blocks
from sandbox.drawing.images import picture
from sandbox.drawing.mentions import drawn_link
from sandbox.drawing.moments import moment_of, wall
from sandbox.drawing.mrkdwn import mrkdwn
from sandbox.drawing.reader import Reader
from sandbox.drawing.sheets import draw
from sandbox.drawing.surface import Where
from sandbox.errors import Json

# The three names that Slack gave colours long ago; apps still send them.
TONES = {"good": "good", "warning": "warning", "danger": "danger"}
COLOR = re.compile(r"#?([0-9a-fA-F]{6})")


def draw_attachment(attachment: Json, reader: Reader, where: Where) -> Markup:
    """Draw the card; its text goes unsaid where it has blocks, as in Slack."""
    blocks = attachment.get("blocks")
    if blocks:
        inside = draw_blocks(blocks, reader, surface="message", where=where)
        return draw("attachment", "with_blocks", **_edge(attachment), inside=inside)
    # The fallback is for where the card cannot be shown, so it stands only for a card that shows nothing else.
    text = attachment.get("text") or ("" if attachment.get("title") else attachment.get("fallback", ""))
    return draw(
        "attachment",
        "card",
        **_edge(attachment),
        pretext=mrkdwn(attachment.get("pretext") or "", reader),
        author=_linked(attachment.get("author_name"), attachment.get("author_link"), reader),
        title=_linked(attachment.get("title"), attachment.get("title_link"), reader),
        text=mrkdwn(text, reader),
        fields=[_field(one, reader) for one in attachment.get("fields") or []],
        pictures=[_picture(attachment, name) for name in ("image_url", "thumb_url") if attachment.get(name)],
        footer=" · ".join(_footer(attachment, reader)),
    )


def _edge(attachment: Json) -> dict[str, str]:
    """Give the colour of the edge; one of the app's own is painted, since the page allows no inline style."""
    color = str(attachment.get("color") or "")
    found = COLOR.fullmatch(color)
    return {"tone": TONES.get(color, ""), "color": f"#{found[1]}" if found else ""}


def _linked(words: str | None, url: str | None, reader: Reader) -> Markup:
    written = escape(words or "")
    return drawn_link(url, written, reader) if words and url else written


def _field(field: Json, reader: Reader) -> dict[str, Any]:
    return {"title": field.get("title") or "", "value": mrkdwn(str(field.get("value") or ""), reader)}


def _picture(attachment: Json, name: str) -> Markup:
    return picture(
        {"image_url": attachment[name], "alt_text": attachment.get("title") or attachment.get("fallback") or ""}
    )


def _footer(attachment: Json, reader: Reader) -> list[str]:
    said = [attachment["footer"]] if attachment.get("footer") else []
    return [*said, moment_of(wall(float(attachment["ts"]), reader.tz))] if attachment.get("ts") else said
