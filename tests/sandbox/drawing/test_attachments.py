"""Attachments, Slack's older cards under a message."""

import pytest

from sandbox.drawing.attachments import draw_attachment
from sandbox.drawing.surface import Where
from tests.sandbox.drawing.reading import ANA, mrkdwn_text
from tests.sandbox.drawing.samples import with_id
from tests.sandbox.drawing.tree import Node, tree


def drawn(**attachment: object) -> Node:
    return tree(draw_attachment(dict(attachment), ANA, Where("m-1-a0")))


def test_an_attachment_shows_all_that_it_says() -> None:
    page = drawn(
        pretext="Before *it*",
        author_name="Author",
        author_link="https://a.example/author",
        title="The title",
        title_link="https://a.example/title",
        text="Text by <@UIVY>",
        fields=[{"title": "Amount", "value": "*5* EUR", "short": True}],
        image_url="https://a.example/plan.png",
        footer="From the CRM",
        ts=1795510800,
    )

    words = ["Before it", "Author", "The title", "Text by @Ivy <Stone>", "Amount", "5 EUR"]
    assert [one for one in words if one not in page.text] == []
    assert page.text.endswith("From the CRM · Tue 24 Nov 2026, 10:00")
    assert [one.facts["href"] for one in page.all("a")] == ["https://a.example/author", "https://a.example/title"]
    assert page.one("img").facts["alt"] == "The title"


def test_the_fallback_shows_only_where_there_is_nothing_else() -> None:
    assert drawn(fallback="Only this").text == "Only this"
    assert drawn(fallback="Not this", title="The title").text == "The title"
    assert drawn(fallback="Not this", text="The text").text == "The text"


def test_blocks_take_the_place_of_the_text() -> None:
    page = drawn(blocks=[with_id({"type": "section", "text": mrkdwn_text("*Blocks*")})], text="Unsaid")

    assert page.text == "Blocks"


@pytest.mark.parametrize(
    ("color", "classes"),
    [("good", "attachment good"), ("danger", "attachment danger"), ("purple", "attachment"), (None, "attachment")],
)
def test_slacks_own_colours_are_classes(color: str | None, classes: str) -> None:
    page = drawn(text="x", color=color)

    assert page.all("div")[0].facts == {"class": classes}
    assert page.all("svg") == []


@pytest.mark.parametrize("color", ["#36a64f", "36a64f"])
def test_a_colour_of_the_apps_own_is_painted_without_inline_style(color: str) -> None:
    assert drawn(text="x", color=color).one("rect").facts["fill"] == "#36a64f"


@pytest.mark.parametrize("color", ["red; background: url(x)", "#36a64f0", "url(#x)", '"><b>'])
def test_what_is_no_colour_paints_nothing(color: str) -> None:
    assert drawn(text="x", color=color).all("rect", "b") == []


def test_a_harmful_title_link_leaves_the_title() -> None:
    page = drawn(title="<The title>", title_link="javascript:alert(1)")

    assert page.all("a") == []
    assert page.text == "<The title>"


def test_an_empty_attachment_is_an_empty_card() -> None:
    assert drawn().text == ""
