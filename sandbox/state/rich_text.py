"""Slack's rich text as plain lines: what people's own messages are written in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What ids stand for."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def rich_text(block: Json, names: Names) -> Iterator[str]:
    """Yield the lines of a rich_text block; words from it are plain, so no mrkdwn is left to be read in them."""
    for element in block.get("elements", []):
        yield from _part(element, names)


def _part(element: Json, names: Names) -> Iterator[str]:
    if element["type"] == "rich_text_list":
        indent = "  " * int(element.get("indent", 0))
        yield from (f"{indent}• {line}" for item in element["elements"] for line in _part(item, names))
        return
    mark = "> " if element["type"] == "rich_text_quote" else ""
    words = "".join(_word(each, names) for each in element.get("elements", []))
    yield from (f"{mark}{line}" for line in words.splitlines())


def _word(element: Json, names: Names) -> str:
    # Slack adds kinds of elements faster than anybody reads them: a new one is told by what words it has.
    say = WORDS.get(element["type"])
    return say(element, names) if say else str(element.get("text") or element.get("fallback") or element["type"])


def _link(element: Json, _names: Names) -> str:
    return f"{element['text']} ({element['url']})" if element.get("text") else str(element["url"])


WORDS: Mapping[str, Callable[[Json, Names], str]] = {
    "text": lambda each, _: str(each["text"]),
    "link": _link,
    "user": lambda each, names: f"@{names.users.get(each['user_id'], each['user_id'])}",
    "channel": lambda each, names: f"#{names.channels.get(each['channel_id'], each['channel_id'])}",
    "usergroup": lambda each, names: f"@{names.groups.get(each['usergroup_id'], each['usergroup_id'])}",
    "broadcast": lambda each, _: f"@{each['range']}",
    "emoji": lambda each, _: f":{each['name']}:",
    "color": lambda each, _: str(each["value"]),
}
