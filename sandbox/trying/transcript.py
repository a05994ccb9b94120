"""What stands on a screen as plain text, the way a person would read it aloud: messages, forms and Home tabs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.state.rich_text import Names, rich_text

Json = Mapping[str, Any]

_TOKEN = re.compile(r"<([@#!])([^>|]*)(?:\|([^>]*))?>|<((?:https?|mailto):[^>|]*)(?:\|([^>]*))?>")
# What apps put around names to keep them from formatting or turning the line; nobody sees it.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u2066\u2067\u2068\u2069]")
_INDENT = " " * 18
"""As wide as the moment before a message."""


class Reader:
    """Reads messages for somebody who sees names where Slack sends ids."""

    def __init__(
        self, users: Sequence[Json], channels: Sequence[Json], zone: str = "UTC", groups: Sequence[Json] = ()
    ) -> None:
        self._names = Names(
            users={user["id"]: user["real_name"] or user["name"] for user in users},
            channels={channel["id"]: channel["name"] for channel in channels},
            groups={group["id"]: group["handle"] for group in groups},
        )
        # Some people have no time zone in Slack.
        self._zone = ZoneInfo(zone or "UTC")

    def lines(self, messages: Sequence[Json]) -> Iterator[str]:
        """Yield a channel's transcript: when, who, what, and the buttons in brackets."""
        for message in messages:
            first, *rest = self.said(message) or [""]
            yield f"{self._head(message)}: {first}"
            yield from (f"{_INDENT}{line}" for line in rest)

    def said(self, message: Json) -> list[str]:
        """Return what a message says, line by line; what its blocks say stands for its text, as in Slack."""
        blocks = message.get("blocks") or []
        found = [*self.blocks(blocks)] if blocks else self.text(message.get("text") or "").splitlines()
        for attachment in message.get("attachments") or []:
            found += self._attachment(attachment)
        if message.get("edited"):
            found.append("(edited)")
        if reactions := message.get("reactions"):
            found.append("  ".join(f":{each['name']}: {each['count']}" for each in reactions))
        return found

    def blocks(self, blocks: Sequence[Json]) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block)

    def text(self, mrkdwn: str) -> str:
        """Return mrkdwn as it reads on the screen."""
        plain = _TOKEN.sub(self._token, mrkdwn)
        # The ampersand last, or what was typed as "&amp;lt;" would come out as a bracket.
        plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return _INVISIBLE.sub("", plain)

    def _head(self, message: Json) -> str:
        moment = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(self._zone)
        author = self._names.users.get(message.get("user") or "", "app")
        is_reply = message.get("thread_ts") not in (None, "", message["ts"])
        aside = " (only visible to you)" if message.get("is_ephemeral") else ""
        return f"{moment:%a %d %b %H:%M}  {'↳ ' if is_reply else ''}{author}{aside}"

    def _attachment(self, attachment: Json) -> Iterator[str]:
        said = [*self.blocks(attachment.get("blocks") or [])]
        for name in ("pretext", "title", "text"):
            said += self.text(attachment.get(name) or "").splitlines()
        yield from (f"| {line}" for line in said or [self.text(attachment.get("fallback") or "")])

    def _block(self, block: Json) -> Iterator[str]:
        if block["type"] == "rich_text":
            # Its words are plain already: reading them as mrkdwn would find mentions that nobody made.
            yield from (_INVISIBLE.sub("", line) for line in rich_text(block, self._names))
            return
        text = block.get("text")
        yield from self.text(text if isinstance(text, str) else (text or {}).get("text", "")).splitlines()
        for field in block.get("fields") or []:
            yield " ".join(self.text(field["text"]).split())
        if block["type"] == "context":
            yield from "  ".join(self.text(_said_by(element)) for element in block["elements"]).splitlines()
        if block["type"] in ("actions", "context_actions"):
            yield "  ".join(f"[{label_of(element)}]" for element in block["elements"])
        if accessory := block.get("accessory"):
            yield f"[{label_of(accessory)}]"
        yield from self._beyond(block)

    def _beyond(self, block: Json) -> Iterator[str]:
        """Yield the words of what a screen shows as a picture or a grid, so that nothing on it goes unread."""
        if block["type"] in ("image", "video"):
            title = block.get("title") or {}
            yield f"[{title.get('text') or block['alt_text']}]"
        if block["type"] == "table":
            for row in block["rows"]:
                yield " | ".join(" ".join(self._cell(cell)) for cell in row)

    def _cell(self, cell: Json) -> list[str]:
        return [*self._block(cell)] if cell["type"] == "rich_text" else [str(cell.get("text", ""))]

    def _token(self, found: re.Match[str]) -> str:
        kind, ident, label, url, url_label = found.groups()
        if url:
            return f"{url_label} ({url})" if url_label else url
        if kind == "@":
            return f"@{self._names.users.get(ident, ident)}"
        if kind == "#":
            return f"#{self._names.channels.get(ident, ident)}"
        if ident.startswith("subteam^"):
            group = ident.removeprefix("subteam^")
            return f"@{self._names.groups.get(group) or (label or group).removeprefix('@')}"
        return label or ident


def label_of(element: Json) -> str:
    """Return the words on a button, or those that an empty menu or field shows."""
    return str((element.get("text") or element.get("placeholder") or {}).get("text", element.get("type", "")))


def _said_by(element: Json) -> str:
    return str(element.get("text") or f"[{element.get('alt_text', '')}]")
