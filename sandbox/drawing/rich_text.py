"""Draws rich_text blocks: sections, lists, quotes and code made of typed parts."""

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from sandbox.drawing.emoji import emoji_named
from sandbox.drawing.mentions import (
    broadcast,
    channel_mention,
    drawn_for,
    group_mention,
    link,
    mention,
    moment,
)
from sandbox.drawing.mrkdwn import plain
from sandbox.drawing.reader import Reader
from sandbox.drawing.sheets import joined, tag
from sandbox.errors import Json

# From the innermost to the outermost: <b><code> looks right where <code><b> loses its weight in most fonts.
STYLES = (("code", "code"), ("underline", "u"), ("strike", "s"), ("italic", "i"), ("bold", "b"))
DEEPEST = 8


def rich_text(block: Json, reader: Reader) -> Markup:
    drawn = [SHAPES[one["type"]](one, reader) for one in block.get("elements", []) if one.get("type") in SHAPES]
    return tag("div", {"class": "rich"}, joined(drawn))


def _part(part: Json, reader: Reader) -> Markup:
    drawer = PARTS.get(part.get("type", ""), _text)
    drawn = Markup(drawer(part, reader))  # noqa: S704 - each drawer below escapes
    style = part.get("style") or {}
    for name, shown in STYLES:
        if style.get(name):
            drawn = tag(shown, {}, drawn)
    return drawn


def _inside(shape: Json, reader: Reader) -> Markup:
    return joined(_part(part, reader) for part in shape.get("elements", []))


def _text(part: Json, _reader: Reader) -> str:
    # Slack reads nothing into these words: a mention, an emoji or a link in rich text is a part of its own.
    return plain(str(part.get("text", "")), emoji=False)


def _link(part: Json, reader: Reader) -> str:
    url = str(part.get("url", ""))
    return drawn_for(link(url, str(escape(part.get("text") or url))), reader)


def _emoji(part: Json, _reader: Reader) -> str:
    name = str(part.get("name", ""))
    tone = emoji_named(f"skin-tone-{part['skin_tone']}") if part.get("skin_tone") else None
    return tag(
        "span",
        {"class": "emoji", "title": f":{name}:"},
        f"{emoji_named(name) or _coded(part) or f':{name}:'}{tone or ''}",
    )


def _coded(part: Json) -> str:
    """Read an emoji that Slack spells as code points: "1f600", or "1f1e9-1f1ea" where it takes several."""
    try:
        return "".join(chr(int(one, 16)) for one in str(part.get("unicode") or "").split("-") if one)
    except (ValueError, OverflowError):
        return ""


def _date(part: Json, reader: Reader) -> str:
    pattern = part.get("format", "{date_long}")
    return drawn_for(moment(str(part.get("timestamp")), pattern, part.get("fallback", ""), part.get("url", "")), reader)


def _color(part: Json, _reader: Reader) -> str:
    return tag("code", {}, part.get("value", ""))


PARTS: Mapping[str, Callable[[Json, Reader], str]] = {
    "text": _text,
    "link": _link,
    "user": lambda part, reader: mention(part.get("user_id", ""), "", reader),
    "usergroup": lambda part, reader: group_mention(part.get("usergroup_id", ""), "", reader),
    "channel": lambda part, reader: channel_mention(part.get("channel_id", ""), "", reader),
    "team": lambda part, _reader: tag("span", {"class": "mention"}, f"@{part.get('team_id', '')}"),
    "broadcast": lambda part, _reader: broadcast(part.get("range", "")),
    "emoji": _emoji,
    "date": _date,
    "color": _color,
}


def _section(shape: Json, reader: Reader) -> Markup:
    return tag("p", {}, _inside(shape, reader))


def _quote(shape: Json, reader: Reader) -> Markup:
    return tag("blockquote", {}, _inside(shape, reader))


def _preformatted(shape: Json, _reader: Reader) -> Markup:
    written = "".join(str(part.get("text") or part.get("url", "")) for part in shape.get("elements", []))
    return tag("pre", {}, written)


def _list(shape: Json, reader: Reader) -> Markup:
    is_ordered = shape.get("style") == "ordered"
    offset = shape.get("offset") or 0
    facts = {
        "start": offset + 1 if is_ordered and offset else None,
        "class": f"indent-{min(int(shape.get('indent') or 0), DEEPEST)}",
    }
    items = joined(tag("li", {}, _inside(item, reader)) for item in shape.get("elements", []))
    return tag("ol" if is_ordered else "ul", facts, items)


SHAPES: Mapping[str, Callable[[Json, Reader], Markup]] = {
    "rich_text_section": _section,
    "rich_text_quote": _quote,
    "rich_text_preformatted": _preformatted,
    "rich_text_list": _list,
}
