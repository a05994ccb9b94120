"""Draws markdown blocks. Here CommonMark holds, not Slack's mrkdwn: mentions and dates stay as typed."""

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from sandbox.drawing.emoji import with_emoji
from sandbox.drawing.sheets import tag


class Renderer(RendererHTML):
    """HTML as the page wants it: headings no larger than a message's, links that open elsewhere, emoji by name."""

    def text(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: MutableMapping[str, Any]) -> str:
        return str(escape(with_emoji(tokens[idx].content)))

    def heading_open(self, *_rest: Any) -> str:
        return "<h4>"

    def heading_close(self, *_rest: Any) -> str:
        return "</h4>"

    def link_open(self, tokens: Sequence[Token], idx: int, *_rest: Any) -> str:
        href = escape(tokens[idx].attrGet("href") or "")
        return f'<a href="{href}" target="_blank" rel="noopener noreferrer">'


# "html" off shows tags as text, and pictures are left out: Slack draws ![…](…) as a link, too.
READER = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=Renderer)
READER.enable(["table", "strikethrough"]).disable(["image"])


@lru_cache(maxsize=1_024)
def markdown(text: str) -> Markup:
    return tag("div", {"class": "rich"}, Markup(READER.render(text)))  # noqa: S704 - it renders only tags of its own
