"""What Slack keeps between angle brackets: people, channels, groups, calls to all, moments and links."""

import re
from collections.abc import Callable
from functools import partial
from html import escape

from markupsafe import Markup

from sandbox.drawing.moments import slack_date, wall
from sandbox.drawing.reader import Reader
from sandbox.drawing.sheets import attributes

# A piece of a drawn line: HTML that is the same for everyone, or what makes it for one reader.
Piece = str | Callable[[Reader], str]

# No "javascript:" or "data:" ever becomes a link, whoever posted it.
SAFE = re.compile(r"(?:https?|mailto|slack|tel):", re.IGNORECASE)
PERMALINK = re.compile(r"https://([\w-]+)\.slack\.com/archives/(\w+)(?:/p(\d{10})(\d{6}))?(?:[?#].*)?", re.IGNORECASE)


def mention(user_id: str, label: str, reader: Reader) -> str:
    name = reader.names.person(user_id) or label.removeprefix("@") or user_id
    return _at(name, is_mine=user_id == reader.user_id)


def group_mention(group_id: str, label: str, reader: Reader) -> str:
    handle = reader.names.group(group_id) or label.removeprefix("@") or group_id
    return _at(handle, is_mine=group_id in reader.groups)


def broadcast(name: str) -> str:
    # Whoever reads a call to all is called.
    return _at(name, is_mine=True)


def _at(name: str, *, is_mine: bool) -> str:
    return f'<span class="mention{" mine" if is_mine else ""}">@{escape(name)}</span>'


def channel_mention(channel_id: str, label: str, reader: Reader) -> str:
    """Draw #name; a link where the reader may go, and no name at all where they may not even know it."""
    name = reader.names.channel(channel_id) or label
    if not name:
        return '<span class="mention">🔒 private channel</span>'
    if not reader.names.may_open(channel_id):
        return f'<span class="mention">#{escape(name)}</span>'
    return _inside(f"#{escape(name)}", reader, channel_id, kind="mention link")


def bare_channel(typed: str, name: str, reader: Reader) -> str:
    """Draw a #name that was typed and not picked, which Slack resolves where the text is not verbatim."""
    found = reader.names.channel_named(name)
    return channel_mention(found, "", reader) if found else escape(typed)


def _inside(label: str, reader: Reader, channel_id: str, ts: str = "", *, kind: str = "link") -> str:
    facts = {
        "class": kind,
        "href": reader.address(channel_id, ts=ts),
        "data-go": channel_id,
        "data-at": ts or None,
    }
    return f"<a{attributes(facts)}>{label}</a>"


def link(href: str, label: str) -> Piece:
    """Make a link of an address; `label` is HTML. What could do harm keeps its words only."""
    if not SAFE.match(href):
        return f"<span>{label}</span>"
    drawn = f'<a href="{escape(href)}" target="_blank" rel="noopener noreferrer">{label}</a>'
    there = PERMALINK.fullmatch(href)
    return partial(_permalink, there, label, drawn) if there else drawn


def _permalink(there: re.Match[str], label: str, drawn: str, reader: Reader) -> str:
    domain, channel_id, seconds, micros = there.groups()
    if domain.lower() != reader.domain.lower() or not reader.names.may_open(channel_id):
        return drawn
    return _inside(label, reader, channel_id, f"{seconds}.{micros}" if seconds else "")


def moment(epoch: str, pattern: str, fallback: str, href: str = "") -> Piece:
    """Make a moment that is told in the reader's zone; one that cannot be read shows its fallback."""
    return partial(_moment, epoch, pattern, fallback, href)


def _moment(epoch: str, pattern: str, fallback: str, href: str, reader: Reader) -> str:
    title = escape(fallback)
    try:
        at = wall(float(epoch), reader.tz)
    except (ValueError, OverflowError, OSError):
        return f"<time>{title}</time>"
    words = escape(slack_date(pattern, at, reader.now))
    drawn = f'<time datetime="{at.isoformat()}" title="{title}">{words}</time>'
    return drawn_for(link(href, drawn), reader) if href else drawn


def drawn_for(piece: Piece, reader: Reader) -> str:
    return piece if isinstance(piece, str) else piece(reader)


def drawn_all(pieces: tuple[Piece, ...], reader: Reader) -> Markup:
    return Markup("".join([drawn_for(piece, reader) for piece in pieces]))  # noqa: S704 - every piece escapes its text


def drawn_link(href: str, label: str, reader: Reader) -> Markup:
    return drawn_all((link(href, label),), reader)
