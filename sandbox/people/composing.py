"""The rich_text block that Slack adds to what people write: the same words, taken apart."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from sandbox.errors import Json

FENCE = "```"
QUOTE, BULLET = "&gt;", "• "
STYLES = frozenset({"bold", "italic", "strike", "code"})
TOKEN = re.compile(
    r"<@(?P<user>[A-Z0-9]+)>"
    r"|<\#(?P<channel>[A-Z0-9]+)\|[^>]*>"
    r"|<!subteam\^(?P<group>[A-Z0-9]+)\|[^>]*>"
    r"|<!(?P<range>here|channel|everyone)>"
    r"|<(?P<url>https?://[^>|]+)>"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9_+'-]+):(?![\w:])"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?!\w)"
)


def rich_text(text: str) -> Json:
    """Take apart text as `written` gives it; Slack adds such a block to every message of a person."""
    return {"type": "rich_text", "elements": list(_shapes(text))}


def _shapes(text: str) -> Iterator[Json]:
    # Between fences nothing is formatted: every other part is taken as it stands.
    for number, part in enumerate(text.split(FENCE)):
        if number % 2:
            inside = unescape(part.strip("\n"))
            yield {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": inside}], "border": 0}
        elif part.strip("\n"):
            yield from _lines(part.strip("\n"))


def _lines(text: str) -> Iterator[Json]:
    # Neighbours of a kind make one shape, as Slack joins the lines of a quote.
    for kind, lines in groupby(text.split("\n"), _kind):
        if kind == "list":
            items = [{"type": "rich_text_section", "elements": _pieces(one.removeprefix(BULLET))} for one in lines]
            yield {"type": "rich_text_list", "style": "bullet", "indent": 0, "border": 0, "elements": items}
        elif kind == "quote":
            yield {"type": "rich_text_quote", "elements": _pieces("\n".join(_unquoted(one) for one in lines))}
        else:
            yield {"type": "rich_text_section", "elements": _pieces("\n".join(lines))}


def _kind(line: str) -> str:
    if line.startswith(QUOTE):
        return "quote"
    return "list" if line.startswith(BULLET) else "section"


def _unquoted(line: str) -> str:
    return line.removeprefix(QUOTE).removeprefix(" ")


def _pieces(text: str, style: dict[str, bool] | None = None) -> list[Json]:
    pieces: list[Json] = []
    at = 0
    for found in TOKEN.finditer(text):
        if found.start() > at:
            pieces.append(_styled({"type": "text", "text": unescape(text[at : found.start()])}, style))
        pieces += _piece(found, style or {})
        at = found.end()
    if at < len(text):
        pieces.append(_styled({"type": "text", "text": unescape(text[at:])}, style))
    return pieces


def _piece(found: re.Match[str], style: dict[str, bool]) -> list[Json]:
    kind, value = found.lastgroup or "", found.group(found.lastgroup or 0)
    if kind in STYLES:
        inner = style | {kind: True}
        # What stands in code is not looked into: it means what it says.
        return [_styled({"type": "text", "text": unescape(value)}, inner)] if kind == "code" else _pieces(value, inner)
    made: Json = {
        "user": {"type": "user", "user_id": value},
        "channel": {"type": "channel", "channel_id": value},
        "group": {"type": "usergroup", "usergroup_id": value},
        "range": {"type": "broadcast", "range": value},
        "url": {"type": "link", "url": unescape(value)},
        "emoji": {"type": "emoji", "name": value},
    }[kind]
    return [_styled(made, style)]


def _styled(piece: Json, style: dict[str, bool] | None) -> Json:
    return piece | {"style": style} if style else piece
