"""Draws markdown blocks. Here CommonMark holds, not Slack's mrkdwn: mentions and dates stay as typed."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from sandbox.drawing.emoji import with_emoji
from sandbox.drawing.mentions import SAFE
from sandbox.drawing.sheets import attributes, tag

SIDES = ("center", "right")


class Renderer(RendererHTML):
    """HTML as the page wants it: headings no larger than a message's, links that open elsewhere, emoji by name."""

    def text(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        return escape(with_emoji(tokens[idx].content))

    def heading_open(self, *_rest: Any) -> str:
        return "<h4>"

    def heading_close(self, *_rest: Any) -> str:
        return "</h4>"

    def link_open(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        # "[x]()" is a link to nowhere; an empty address would lead back to this page.
        href = tokens[idx].attrGet("href") or None
        return f"<a{attributes({'href': href, 'target': '_blank', 'rel': 'noopener noreferrer'})}>"

    def fence(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        return tag("pre", {}, tokens[idx].content.removesuffix("\n"))

    def code_block(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        return self.fence(tokens, idx)

    def td_open(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        # The library aligns by inline style, which the page's content policy forbids.
        side = str(tokens[idx].attrGet("style") or "").removeprefix("text-align:")
        return f"<{tokens[idx].tag}{attributes({'class': side if side in SIDES else None})}>"

    def th_open(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        return self.td_open(tokens, idx)


class Reader(MarkdownIt):
    """Takes for links only what may be one everywhere: a path would lead into the sandbox's own routes."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return bool(SAFE.match(url))


# Line breaks count, as in all that Slack shows, though CommonMark joins lines.
# "html" off shows tags as text, and pictures are left out: Slack draws ![…](…) as a link, too.
READER = Reader("commonmark", {"html": False, "breaks": True, "xhtmlOut": False}, renderer_cls=Renderer)
READER.enable(["table", "strikethrough"]).disable(["image"])


@lru_cache(maxsize=1_024)
def markdown(text: str) -> Markup:
    return tag("div", {"class": "rich"}, Markup(READER.render(text)))  # noqa: S704 - it renders only tags of its own
