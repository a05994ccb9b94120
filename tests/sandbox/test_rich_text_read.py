"""Rich text is read as plain lines, with names for ids, and nothing in it is taken for mrkdwn."""

from typing import Any

import pytest

from sandbox.state.rich_text import Names, rich_text
from sandbox.trying.transcript import Reader

NAMES = Names(users={"U1": "Ana"}, channels={"C1": "deals"}, groups={"S1": "finance"})
Json = dict[str, Any]


def text(words: str) -> Json:
    return {"type": "text", "text": words}


def part(kind: str, *elements: Json, **more: Any) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def read(*parts: Json) -> list[str]:
    return list(rich_text({"type": "rich_text", "elements": list(parts)}, NAMES))


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (text("plain *as it is*"), "plain *as it is*"),
        ({"type": "user", "user_id": "U1"}, "@Ana"),
        ({"type": "user", "user_id": "U9"}, "@U9"),
        ({"type": "channel", "channel_id": "C1"}, "#deals"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@finance"),
        ({"type": "broadcast", "range": "here"}, "@here"),
        ({"type": "emoji", "name": "tada"}, ":tada:"),
        ({"type": "link", "url": "https://a.example"}, "https://a.example"),
        ({"type": "link", "url": "https://a.example", "text": "here"}, "here (https://a.example)"),
        ({"type": "color", "value": "#ff0000"}, "#ff0000"),
        ({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "long ago"}, "long ago"),
        ({"type": "something new"}, "something new"),
    ],
)
def test_each_element_is_read(element: Json, words: str) -> None:
    assert read(part("section", text("so: "), element)) == [f"so: {words}"]


def test_lists_quotes_and_lines_are_kept_apart() -> None:
    inner = part("list", part("section", text("deeper")), indent=1, style="bullet")

    assert read(
        part("section", text("one\ntwo")),
        part("list", part("section", text("first")), part("section", text("second")), style="bullet"),
        inner,
        part("quote", text("said\nso")),
        part("preformatted", text("x = 1\ny = 2")),
    ) == ["one", "two", "• first", "• second", "  • deeper", "> said", "> so", "x = 1", "y = 2"]


def test_what_looks_like_mrkdwn_in_it_is_only_text() -> None:
    block = {"type": "rich_text", "elements": [part("section", text("<@U1> &lt;3 \u200b*x*"))]}
    reader = Reader([{"id": "U1", "name": "ana", "real_name": "Ana"}], [])

    assert list(reader.blocks([block])) == ["<@U1> &lt;3 *x*"]
