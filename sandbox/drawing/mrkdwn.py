"""Draws Slack's mrkdwn as HTML; what is not formatting shows exactly as typed."""

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup

from sandbox.drawing.emoji import with_emoji
from sandbox.drawing.lines import Rules, code, line
from sandbox.drawing.mentions import Piece, drawn_all
from sandbox.drawing.reader import Reader

FENCE = "```"
QUOTE = re.compile(r"(?:>|&gt;) ?(.*)")
BREAKS = re.compile(r"</?(?:br|pre|blockquote)>")
CACHED = 3_000


def mrkdwn(text: str, reader: Reader, *, verbatim: bool = False, names: bool = True) -> Markup:
    """Draw formatted text for the reader.

    Slack turns bare addresses into links unless the text is `verbatim`, and bare @here and #channel into mentions
    only in blocks: a message's own text is drawn without `names`.
    """
    # A long text is rarely drawn twice, and would push many short ones out.
    read = _read if len(text) <= CACHED else _read.__wrapped__
    return drawn_all(read(text, Rules(links=not verbatim, names=names and not verbatim)), reader)


def plain(text: str, *, emoji: bool = True) -> Markup:
    shown = with_emoji(text) if emoji else text
    return Markup("<br>").join(shown.split("\n"))


def fallback(text: str, reader: Reader) -> str:
    """Say the text in one line without formatting, for notifications and for whoever listens to the page."""
    return Markup(BREAKS.sub(" ", mrkdwn(text, reader, names=False))).striptags()  # noqa: S704 - drawn, so escaped


@lru_cache(maxsize=8_192)
def _read(text: str, rules: Rules) -> tuple[Piece, ...]:
    return tuple(_merged(_boxes(text, rules)))


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Make one piece of neighbours that are the same for everyone, so that drawing again joins only few."""
    still: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            still.append(piece)
        else:
            yield from ("".join(still), piece)
            still = []
    yield "".join(still)


def _boxes(text: str, rules: Rules) -> Iterator[Piece]:
    parts = text.split(FENCE)
    if len(parts) % 2 == 0:
        # A fence that nothing closes is only three characters.
        parts[-2:] = [FENCE.join(parts[-2:])]
    last = len(parts) - 1
    for index, part in enumerate(parts):
        if index % 2:
            yield f"<pre>{code(part.removeprefix(chr(10)))}</pre>"
        else:
            # The line breaks beside a code box belong to the box.
            after = part.removeprefix("\n") if index else part
            yield from _paragraphs(after.removesuffix("\n") if index < last else after, rules)


def _paragraphs(text: str, rules: Rules) -> Iterator[Piece]:
    is_quoted = False
    for index, written in enumerate(text.split("\n")):
        quote = QUOTE.fullmatch(written)
        if is_quoted and not quote:
            yield "</blockquote>"
        elif index and is_quoted == bool(quote):
            yield "<br>"
        if quote and not is_quoted:
            yield "<blockquote>"
        is_quoted = bool(quote)
        yield from line(quote[1] if quote else written, rules)
    if is_quoted:
        yield "</blockquote>"
