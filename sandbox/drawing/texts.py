"""Draws Block Kit's text objects: plain text as it stands, mrkdwn as formatting."""

from markupsafe import Markup

from sandbox.drawing.emoji import with_emoji
from sandbox.drawing.mrkdwn import mrkdwn, plain
from sandbox.drawing.reader import Reader
from sandbox.errors import Json


def draw_text(text: Json | str | None, reader: Reader) -> Markup:
    """Draw a text object; where Slack takes a bare string, that is mrkdwn."""
    if not text:
        return Markup("")
    # Newer blocks (alerts, tasks) take a bare string as well.
    if isinstance(text, str):
        return mrkdwn(text, reader)
    if text["type"] == "plain_text":
        return plain(text["text"], emoji=text.get("emoji", True))
    return mrkdwn(text["text"], reader, verbatim=text.get("verbatim", False))


def words(text: Json | str | None) -> str:
    """Give the text as attributes, menus and titles show it: no formatting, emoji drawn."""
    if not text:
        return ""
    if isinstance(text, str):
        return with_emoji(text)
    written = str(text["text"])
    return with_emoji(written) if text.get("emoji", True) else written
