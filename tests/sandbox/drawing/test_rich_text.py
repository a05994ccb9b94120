"""How rich_text blocks are drawn, part by part."""

from typing import Any

import pytest

from sandbox.drawing.rich_text import rich_text
from tests.sandbox.drawing.reading import ANA, Json
from tests.sandbox.drawing.tree import tree


def section(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def drawn(*shapes: Json) -> str:
    html = rich_text({"type": "rich_text", "elements": list(shapes)}, ANA)
    return html.removeprefix('<div class="rich">').removesuffix("</div>")


@pytest.mark.parametrize(
    ("part", "html"),
    [
        (text("a <b>\nc *d* :tada:"), "a &lt;b&gt;<br>c *d* :tada:"),
        (text("x", bold=True, italic=True), "<b><i>x</i></b>"),
        (text("x", strike=True, code=True), "<s><code>x</code></s>"),
        (text("x", underline=True, bold=False), "<u>x</u>"),
        ({"type": "user", "user_id": "UANA"}, '<span class="mention mine">@Ana Silva</span>'),
        (
            {"type": "user", "user_id": "UIVY", "style": {"bold": True}},
            '<b><span class="mention">@Ivy &lt;Stone&gt;</span></b>',
        ),
        ({"type": "usergroup", "usergroup_id": "S1"}, '<span class="mention mine">@crew</span>'),
        ({"type": "channel", "channel_id": "CSHUT"}, '<span class="mention">#shut</span>'),
        ({"type": "team", "team_id": "T1"}, '<span class="mention">@T1</span>'),
        ({"type": "broadcast", "range": "here"}, '<span class="mention mine">@here</span>'),
        ({"type": "color", "value": "#00ff00"}, "<code>#00ff00</code>"),
        ({"type": "mystery", "text": "still <said>"}, "still &lt;said&gt;"),
        ({"type": "mystery"}, ""),
    ],
)
def test_parts_are_drawn_with_their_style(part: Json, html: str) -> None:
    assert drawn(section(part)) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ({"name": "tada"}, "🎉"),
        ({"name": "wave", "skin_tone": 3}, "👋🏼"),
        ({"name": "unheard_of", "unicode": "1f600"}, "😀"),
        ({"name": "flag-of-x", "unicode": "1f1e9-1f1ea"}, "🇩🇪"),
        ({"name": "our_logo"}, ":our_logo:"),
        ({"name": "our_logo", "unicode": "zz-110000"}, ":our_logo:"),
    ],
)
def test_emoji_are_drawn_by_name_by_code_or_as_their_name(part: Json, shown: str) -> None:
    assert tree(drawn(section({"type": "emoji", **part}))).one("span").text == shown


@pytest.mark.parametrize(("given", "label"), [({"text": "the page"}, "the page"), ({}, "https://a.example/?a=1&b=2")])
def test_a_link_shows_its_words_or_its_address(given: Json, label: str) -> None:
    link = tree(drawn(section({"type": "link", "url": "https://a.example/?a=1&b=2", **given}))).one("a")

    assert (link.facts["href"], link.text) == ("https://a.example/?a=1&b=2", label)


def test_a_link_that_could_do_harm_shows_its_words_only() -> None:
    assert drawn(section({"type": "link", "url": "javascript:x", "text": "click"})) == "<p><span>click</span></p>"


def test_a_date_is_told_in_the_readers_zone() -> None:
    part = {"type": "date", "timestamp": 1795510800, "format": "{date_num} {time}", "fallback": "then"}

    time = tree(drawn(section(part))).one("time")

    assert (time.text, time.facts["title"]) == ("2026-11-24 10:00", "then")


def test_quotes_and_boxes_of_code_are_drawn() -> None:
    quote = {"type": "rich_text_quote", "elements": [text("said")]}
    code = {
        "type": "rich_text_preformatted",
        "elements": [text("a\n*b* "), {"type": "link", "url": "https://a.example"}],
    }

    assert drawn(quote, code) == "<blockquote>said</blockquote><pre>a\n*b* https://a.example</pre>"


@pytest.mark.parametrize(
    ("facts", "opened"),
    [
        ({"style": "bullet"}, '<ul class="indent-0">'),
        ({"style": "bullet", "indent": 2}, '<ul class="indent-2">'),
        ({"style": "ordered"}, '<ol class="indent-0">'),
        ({"style": "ordered", "offset": 4}, '<ol start="5" class="indent-0">'),
        ({"style": "bullet", "indent": 99}, '<ul class="indent-8">'),
    ],
)
def test_lists_are_drawn_at_their_depth_and_from_their_number(facts: dict[str, Any], opened: str) -> None:
    html = drawn({"type": "rich_text_list", "elements": [section(text("one")), section(text("two"))], **facts})

    assert html.startswith(opened)
    assert [one.text for one in tree(html).all("li")] == ["one", "two"]


def test_shapes_that_nobody_knows_leave_the_rest_standing() -> None:
    assert drawn({"type": "rich_text_hologram"}, section(text("here"))) == "<p>here</p>"
