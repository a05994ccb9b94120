"""The rich_text block in which Slack repeats what people write."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.people.composing import rich_text
from sandbox.people.writing import escaped

Json = dict[str, Any]


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("hello", [text("hello")]),
        ("a *b* c", [text("a "), text("b", bold=True), text(" c")]),
        ("_so_ ~not~ `code *x*`", [text("so", italic=True), text(" "), text("not", strike=True), text(" "), text("code *x*", code=True)]),
        ("*bold _both_*", [text("bold ", bold=True), text("both", bold=True, italic=True)]),
        ("2 * 3 * 4, snake_case_name", [text("2 * 3 * 4, snake_case_name")]),
        ("at 10:30:00", [text("at 10:30:00")]),
        (":tada: done", [{"type": "emoji", "name": "tada"}, text(" done")]),
        ("<@U1> and <#C1|deals>", [{"type": "user", "user_id": "U1"}, text(" and "), {"type": "channel", "channel_id": "C1"}]),
        ("<!subteam^S1|@crew> <!here>", [{"type": "usergroup", "usergroup_id": "S1"}, text(" "), {"type": "broadcast", "range": "here"}]),
        ("<https://x.example/?a=1&amp;b=2>", [{"type": "link", "url": "https://x.example/?a=1&b=2"}]),
        ("&lt;b&gt; &amp;amp;", [text("<b> &amp;")]),
    ],
)  # fmt: skip
def test_a_line_is_taken_apart(typed: str, pieces: list[Json]) -> None:
    assert rich_text(typed)["elements"] == [{"type": "rich_text_section", "elements": pieces}]


@pytest.mark.parametrize(
    ("typed", "shapes"),
    [
        ("one\ntwo", ["rich_text_section"]),
        ("&gt; quoted\nsaid", ["rich_text_quote", "rich_text_section"]),
        ("list:\n• a\n• b", ["rich_text_section", "rich_text_list"]),
        ("```x = 1```", ["rich_text_preformatted"]),
        ("see\n```x\ny```\nend", ["rich_text_section", "rich_text_preformatted", "rich_text_section"]),
    ],
)
def test_lines_are_gathered_into_shapes(typed: str, shapes: list[str]) -> None:
    assert [one["type"] for one in rich_text(typed)["elements"]] == shapes


def test_a_list_has_a_section_for_each_item() -> None:
    (items,) = rich_text("• one\n• *two*")["elements"]

    assert items["style"] == "bullet"
    assert [one["elements"] for one in items["elements"]] == [[text("one")], [text("two", bold=True)]]


def words(part: Json) -> str:
    return part.get("text", "") if part["type"] == "text" else "".join(words(one) for one in part.get("elements", []))


@given(st.text(st.characters(exclude_characters="*_~`:>•\n<", exclude_categories=("Cs",)), max_size=80))
def test_plain_words_come_through_whole(typed: str) -> None:
    assert words(rich_text(escaped(typed))) == typed
