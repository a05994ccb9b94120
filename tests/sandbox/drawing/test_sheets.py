"""The hands that write HTML: what they are given is text, unless it is drawn already."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from sandbox.drawing.sheets import ENVIRONMENT, attributes, draw, joined, rev_of, tag
from tests.sandbox.drawing.tree import tree


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({}, ""),
        ({"class": "a b", "id": "x"}, ' class="a b" id="x"'),
        ({"hidden": True, "open": False, "title": None}, " hidden"),
        ({"rows": 4, "value": 0}, ' rows="4" value="0"'),
        ({"value": ""}, ' value=""'),
    ],
)
def test_attributes_are_written_or_left_out(facts: dict[str, object], written: str) -> None:
    assert attributes(facts) == written


@pytest.mark.parametrize("value", ['"', "'", "<b>", "&amp;", '" onclick="x', "\n"])
def test_an_attribute_holds_any_text(value: str) -> None:
    assert tree(tag("p", {"title": value})).one("p").facts["title"] == value


def test_text_inside_an_element_is_escaped_and_drawings_are_not() -> None:
    assert tag("p", {}, "<b>") == "<p>&lt;b&gt;</p>"
    assert tag("p", {}, Markup("<b></b>")) == "<p><b></b></p>"


def test_an_element_without_an_end_has_none() -> None:
    assert tag("hr", {"class": "block"}, None) == '<hr class="block">'


def test_drawings_are_joined_as_they_are() -> None:
    assert joined(Markup(one) for one in ("<b></b>", "&amp;")) == "<b></b>&amp;"


def test_a_sheet_escapes_what_it_is_given() -> None:
    assert "&lt;b&gt;" in draw("blocks", "entry", attributes=Markup(""), label="<b>", note="")


def test_a_sheet_misses_what_it_is_not_given() -> None:
    with pytest.raises(UndefinedError, match="label"):
        draw("blocks", "entry", attributes=Markup(""), note="")


def test_every_sheet_escapes() -> None:
    assert ENVIRONMENT.autoescape is True
    assert sorted(ENVIRONMENT.list_templates()) == [
        "attachment.j2",
        "blocks.j2",
        "cards.j2",
        "fields.j2",
        "message.j2",
        "view.j2",
    ]


@pytest.mark.parametrize("name", sorted(ENVIRONMENT.list_templates()))
def test_no_sheet_trusts_what_it_is_given_or_writes_script_and_style(name: str) -> None:
    """The page's content policy forbids both; and `safe` would undo the escaping for whatever came along."""
    loader = ENVIRONMENT.loader
    assert loader
    source, _, _ = loader.get_source(ENVIRONMENT, name)

    assert [word for word in ("|safe", "| safe", "style=", "onclick", "<script", "autoescape") if word in source] == []


def test_revisions_differ_by_what_is_drawn_and_by_where_it_is_parted() -> None:
    assert rev_of("a", "b") == rev_of("a", "b")
    assert len({rev_of("a", "b"), rev_of("ab"), rev_of("b", "a"), rev_of("ab", ""), rev_of()}) == 5


def test_a_revision_is_made_of_any_text() -> None:
    assert rev_of("\ud800")
