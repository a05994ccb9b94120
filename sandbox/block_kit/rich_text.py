"""The rules of formatted text: rich_text blocks, what they are made of, and what that is made of."""

import re
from collections.abc import Mapping

from sandbox import limits
from sandbox.block_kit.checks import Check, Shape, anything, by_type, flag, many, one_of, string, whole, written_as

HEX_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def _style(*names: str) -> Shape:
    return Shape(dict.fromkeys(names, flag))


WRITTEN = _style("bold", "italic", "strike", "underline", "code")
# What Slack itself puts in, such as names, cannot be code; but apps that hand on what people wrote send these.
MENTIONED = _style("bold", "italic", "strike", "underline", "highlight", "client_highlight", "unlink")


def _part(style: Shape, fields: Mapping[str, Check], *required: str) -> Shape:
    return Shape({"type": anything, "style": style, **fields}, required=("type", *required))


PARTS: Mapping[str, Shape] = {
    "text": _part(WRITTEN, {"text": string(least=1)}, "text"),
    "link": _part(WRITTEN, {"url": string(limits.URL, 1), "text": string(), "unsafe": flag}, "url"),
    "emoji": _part(
        MENTIONED,
        {"name": string(least=1), "unicode": string(), "url": string(limits.URL), "skin_tone": whole(1, 6)},
        "name",
    ),
    "user": _part(MENTIONED, {"user_id": string(least=1)}, "user_id"),
    "usergroup": _part(MENTIONED, {"usergroup_id": string(least=1)}, "usergroup_id"),
    "channel": _part(MENTIONED, {"channel_id": string(least=1)}, "channel_id"),
    "team": _part(MENTIONED, {"team_id": string(least=1)}, "team_id"),
    "broadcast": _part(MENTIONED, {"range": one_of("here", "channel", "everyone")}, "range"),
    # Slack shows a patch of the color beside the value.
    "color": _part(WRITTEN, {"value": written_as("#RRGGBB", lambda value: bool(HEX_COLOR.fullmatch(value)))}, "value"),
    "date": _part(
        WRITTEN,
        {"timestamp": whole(0), "format": string(least=1), "url": string(limits.URL), "fallback": string()},
        # A fallback is not needed, though without one old clients show nothing.
        "timestamp",
        "format",
    ),
}


def _piece(inner: Check, *required: str, **more: Check) -> Shape:
    # Empty pieces are taken: an empty line of a list, or of a quote, is one.
    return Shape({"type": anything, "elements": many(inner, least=0), **more}, required=("type", "elements", *required))


BORDER = whole(0, limits.LIST_BORDER)
SECTION = _piece(by_type(PARTS))
PIECES: Mapping[str, Shape] = {
    "rich_text_section": SECTION,
    "rich_text_list": _piece(
        by_type({"rich_text_section": SECTION}),
        "style",
        style=one_of("bullet", "ordered"),
        indent=whole(0, limits.LIST_INDENT),
        offset=whole(0),
        border=BORDER,
    ),
    "rich_text_quote": _piece(by_type(PARTS), border=BORDER),
    "rich_text_preformatted": _piece(by_type(PARTS, ("text", "link")), border=BORDER, language=string()),
}
RICH_TEXT = Shape(
    {"type": anything, "block_id": string(limits.BLOCK_ID, 1), "elements": many(by_type(PIECES), least=0)},
    required=("type", "elements"),
)
rich_text = by_type({"rich_text": RICH_TEXT})
