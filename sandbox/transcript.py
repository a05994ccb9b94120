"""A channel's messages as plain text, the way a person would read them aloud."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = Mapping[str, Any]

_TOKEN = re.compile(r"<([@#!])([^>|]*)(?:\|([^>]*))?>|<((?:https?|mailto):[^>|]*)(?:\|([^>]*))?>")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u2066\u2067\u2068\u2069]")


class Reader:
    """Reads messages for somebody who sees names where Slack sends ids."""

    def __init__(self, users: Sequence[Json], channels: Sequence[Json], zone: str = "UTC") -> None:
        self._users = {user["id"]: user["real_name"] or user["name"] for user in users}
        self._channels = {channel["id"]: channel["name"] for channel in channels}
        self._zone = ZoneInfo(zone)

    def lines(self, messages: Sequence[Json]) -> Iterator[str]:
        """Yield a channel's transcript: when, who, what, and the buttons in brackets."""
        for message in messages:
            moment = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(self._zone)
            author = self._users.get(message.get("user") or "", "app")
            first, *rest = self._said(message) or [""]
            yield f"{moment:%a %d %b %H:%M}  {author}: {first}"
            yield from (f"{'':18}{line}" for line in rest)

    def text(self, mrkdwn: str) -> str:
        """Return mrkdwn as it reads on the screen."""
        plain = _TOKEN.sub(self._token, mrkdwn)
        plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return _INVISIBLE.sub("", plain)

    def _said(self, message: Json) -> list[str]:
        blocks = message.get("blocks") or []
        if not blocks:
            return self.text(message.get("text") or "").splitlines()
        found = [line for block in blocks for line in self._block(block)]
        return [*found, "(edited)"] if message.get("edited") else found

    def _block(self, block: Json) -> Iterator[str]:
        if text := block.get("text"):
            yield from self.text(text["text"]).splitlines()
        for field in block.get("fields") or []:
            yield " ".join(self.text(field["text"]).split())
        if block["type"] == "context":
            yield from "  ".join(self.text(element.get("text", "")) for element in block["elements"]).splitlines()
        if block["type"] == "actions":
            yield "  ".join(f"[{_label(element)}]" for element in block["elements"])
        if accessory := block.get("accessory"):
            yield f"[{_label(accessory)}]"

    def _token(self, found: re.Match[str]) -> str:
        kind, ident, label, url, url_label = found.groups()
        if url:
            return f"{url_label} ({url})" if url_label else url
        if kind == "@":
            return f"@{self._users.get(ident, ident)}"
        if kind == "#":
            return f"#{self._channels.get(ident, ident)}"
        return label or ident


def _label(element: Json) -> str:
    return str((element.get("text") or element.get("placeholder") or {}).get("text", element["type"]))
