"""Reads one line of mrkdwn: styles, codes, links, mentions, emoji; what is none of them shows as typed."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import NamedTuple

from sandbox.drawing.emoji import emoji_named, with_emoji
from sandbox.drawing.mentions import (
    Piece,
    bare_channel,
    broadcast,
    channel_mention,
    group_mention,
    link,
    mention,
    moment,
)

TAGS = {"*": "b", "_": "i", "~": "s"}
RANGES = ("here", "channel", "everyone")
# Where any of it can begin. Scanning for one of a few letters is what the engine does fastest.
SIGN = re.compile(r"[&<`:h@#*_~]")
# Nothing here may look ahead further than to its own end: a line can hold 40,000 characters.
FOUND = re.compile(
    r"""
    &(?P<entity>amp|lt|gt);
    | <(?P<token>[^<>\n]+)>
    | `(?P<code>[^`\n]+)`
    | :(?P<emoji>[a-z0-9_+'-]+):(?::(?P<tone>skin-tone-[2-6]):)?
    | (?<![^\W_])(?P<address>https?://[^\s<>|]*[^\s<>|.,:;!?)\]}'"*_~])
    | (?<![^\W_])@(?P<range>here|channel|everyone)\b
    | (?<![^\W_])\#(?P<channel>[a-z0-9][\w-]*)
    | (?P<mark>[*_~])
    """,
    re.VERBOSE,
)
ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
ENTITY = re.compile("&(?:amp|lt|gt);")
LINK_IN_CODE = re.compile(r"<((?:https?:|mailto:)[^<>|\n]+)(?:\|([^<>\n]+))?>")


@dataclass(frozen=True)
class Rules:
    """What becomes a link or a mention though nobody marked it as one."""

    links: bool = True
    names: bool = True


# The words of a link are formatted, but hold no link and no mention of their own.
BARE = Rules(links=False, names=False)


class Find(NamedTuple):
    """Something in the line that is not plain text; `mark` is a style's sign, which may turn out to be plain."""

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    mark: str = ""


def decoded(text: str) -> str:
    """Undo Slack's three entities, each once: what was typed as "&lt;" stays so."""
    return ENTITY.sub(lambda found: ENTITIES[found[0]], text) if "&" in text else text


def line(text: str, rules: Rules) -> list[Piece]:
    """Read one line into pieces; a style ends at the first sign that may end it, or is no style at all."""
    pieces: list[Piece] = []
    finds = list(_finds(text, rules))
    ends = _ends(text, finds)
    opened: list[int] = []
    at = 0
    for find in finds:
        if find.start > at:
            pieces.append(escape(text[at : find.start]))
        if find.mark:
            pieces.append(_mark(text, find, ends[find.mark], opened))
        else:
            pieces += find.pieces
        at = find.end
    if at < len(text):
        pieces.append(escape(text[at:]))
    return pieces


def _ends(text: str, finds: list[Find]) -> dict[str, list[int]]:
    ends: dict[str, list[int]] = {}
    for find in finds:
        if find.mark:
            places = ends.setdefault(find.mark, [])
            if _may_close(text, find.start):
                places.append(find.start)
    return ends


def _mark(text: str, find: Find, ends: list[int], opened: list[int]) -> str:
    """Draw a style's sign: its beginning, its end, or, where it has no partner, the sign; `opened` holds open ends."""
    if opened and opened[-1] == find.start:
        opened.pop()
        return f"</{TAGS[find.mark]}>"
    partner = bisect_left(ends, find.start + 2)
    within = opened[-1] if opened else len(text)
    if partner == len(ends) or ends[partner] >= within or not _may_open(text, find.start):
        return find.mark
    opened.append(ends[partner])
    return f"<{TAGS[find.mark]}>"


# snake_case and 2*3*4 stay as they are: a style begins before a word and ends after one, never inside.
def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isalnum() and not after.isspace() and after != text[at]


def _may_close(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isspace() and not after.isalnum()


def _finds(text: str, rules: Rules) -> Iterator[Find]:
    at = 0
    for sign in SIGN.finditer(text):
        start = sign.start()
        found = FOUND.match(text, start) if start >= at else None
        if not found:
            continue
        mark = found["mark"] or ""
        pieces = () if mark else DRAWERS[found.lastgroup or ""](found, rules)
        # What only looked like something may hold the beginning of the real thing: "10:30:tada:".
        if pieces is not None:
            at = found.end()
            yield Find(start, at, pieces, mark)


def _code(found: re.Match[str], _rules: Rules) -> tuple[Piece, ...]:
    return (f"<code>{code(found['code'])}</code>",)


def _address(found: re.Match[str], rules: Rules) -> tuple[Piece, ...] | None:
    href = decoded(found["address"])
    return (link(href, escape(href)),) if rules.links else None


def _range(found: re.Match[str], rules: Rules) -> tuple[Piece, ...] | None:
    return (broadcast(found["range"]),) if rules.names else None


def _channel(found: re.Match[str], rules: Rules) -> tuple[Piece, ...] | None:
    return (partial(bare_channel, found[0], found["channel"]),) if rules.names else None


def _emoji(found: re.Match[str], _rules: Rules) -> tuple[Piece, ...] | None:
    drawn = emoji_named(found["emoji"])
    if drawn is None:
        return None
    tone = emoji_named(found["tone"]) if found["tone"] else None
    return (f'<span class="emoji" title="{escape(found[0])}">{drawn}{tone or ""}</span>',)


def code(text: str) -> str:
    """Draw what stands in code: nothing is formatted, and a link that Slack made there shows as its words."""
    return escape(decoded(LINK_IN_CODE.sub(lambda found: found[2] or found[1], text)))


def bracketed(inner: str) -> tuple[Piece, ...]:
    # Only the first bar parts the words from the address: what people call a link may hold more.
    target, _, label = inner.partition("|")
    words = decoded(label)
    if re.fullmatch(r"@[UWB]\w+", target):
        return (partial(mention, target[1:], words),)
    if re.fullmatch(r"#[CDG]\w+", target):
        return (partial(channel_mention, target[1:], words),)
    if target.startswith("!"):
        return _special(target[1:], words) or (escape(f"<{decoded(inner)}>"),)
    if re.match(r"(?:https?|mailto|slack|tel):", target, re.IGNORECASE):
        shown = label or re.sub(r"^(?:mailto|tel):", "", target)
        return (link(decoded(target), _label(shown)),)
    return (escape(f"<{decoded(inner)}>"),)


def _label(text: str) -> str:
    return "".join(one for one in line(text, BARE) if isinstance(one, str))


def _special(command: str, label: str) -> tuple[Piece, ...]:
    name, *parts = command.split("^")
    if name in RANGES:
        return (broadcast(name),)
    if name == "subteam" and parts:
        return (partial(group_mention, parts[0], label),)
    if name == "date" and len(parts) > 1:
        return (moment(parts[0], decoded(parts[1]), label, decoded(parts[2]) if len(parts) > 2 else ""),)  # noqa: PLR2004
    return (escape(with_emoji(label)),) if label else ()


DRAWERS: Mapping[str, Callable[[re.Match[str], Rules], tuple[Piece, ...] | None]] = {
    "entity": lambda found, _rules: (found[0],),
    "token": lambda found, _rules: bracketed(found["token"]),
    "code": _code,
    "emoji": _emoji,
    "tone": _emoji,
    "address": _address,
    "range": _range,
    "channel": _channel,
}
