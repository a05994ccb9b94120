"""Buttons and their kin: what the page needs to press them, and how they are called."""

import json

import pytest

from sandbox.block_kit.elements import ELEMENTS
from sandbox.drawing.elements import OTHERS
from sandbox.drawing.fields import FIELDS
from tests.sandbox.drawing.drawn import element_drawn
from tests.sandbox.drawing.reading import Json, option, plain
from tests.sandbox.drawing.samples import CONFIRM, PRESSED
from tests.sandbox.drawing.samples import FIELDS as FIELD_SAMPLES
from tests.sandbox.drawing.tree import name_of


def test_every_element_that_the_sandbox_takes_can_be_drawn() -> None:
    assert set(ELEMENTS) == set(FIELDS) | set(OTHERS)
    assert set(FIELD_SAMPLES) == set(FIELDS)
    assert {*PRESSED, "image"} == set(OTHERS)


def test_a_button_carries_what_is_told_when_it_is_pressed() -> None:
    button = element_drawn({"type": "button", "action_id": "go", "text": plain("Go"), "value": 'a "b" <c>'}).one(
        "button"
    )

    assert button.text == "Go"
    assert button.facts == {
        "type": "button",
        "class": "button",
        "id": "w-0-0",
        "data-value": 'a "b" <c>',
        "data-action-id": "go",
        "data-block-id": "here",
        "data-type": "button",
    }


@pytest.mark.parametrize(("style", "classes"), [({}, "button"), ({"style": "danger"}, "button danger")])
def test_a_buttons_style_is_its_class(style: Json, classes: str) -> None:
    page = element_drawn({"type": "button", "text": plain("Go"), **style})

    assert page.one("button").facts["class"] == classes


def test_a_button_may_be_called_otherwise_for_screen_readers() -> None:
    page = element_drawn({"type": "button", "text": plain("→"), "accessibility_label": "Next page"})

    assert name_of(page.one("button"), page) == "Next page"


def test_what_must_be_confirmed_comes_with_the_question_drawn() -> None:
    question = json.loads(element_drawn(PRESSED["button"]).one("button").facts["data-confirm"])

    assert question == {
        "title": "Really?",
        "html": "It <b>cannot</b> be undone",
        "confirm": "Yes, do",
        "deny": "No, wait",
        "style": "danger",
    }


def test_a_question_in_plain_text_is_drawn_as_it_stands() -> None:
    question = {**CONFIRM, "text": plain("*Sure* <b>?")}
    page = element_drawn({"type": "button", "text": plain("Go"), "confirm": question})

    assert json.loads(page.one("button").facts["data-confirm"])["html"] == "*Sure* &lt;b&gt;?"


def test_a_button_with_an_address_is_a_link_that_also_tells_the_app() -> None:
    page = element_drawn({"type": "button", "action_id": "see", "text": plain("See"), "url": "https://a.example/?a&b"})

    link = page.one("a")
    assert (link.facts["href"], link.facts["target"], link.facts["rel"]) == (
        "https://a.example/?a&b",
        "_blank",
        "noopener noreferrer",
    )
    assert link.facts["data-action-id"] == "see"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.example", ""])
def test_an_address_that_no_browser_should_follow_leaves_a_button(url: str) -> None:
    page = element_drawn({"type": "button", "text": plain("See"), "url": url})

    assert page.all("a") == []
    assert page.one("button").text == "See"


def test_an_overflow_menu_unfolds_without_any_script() -> None:
    page = element_drawn(PRESSED["overflow"])

    assert name_of(page.one("summary"), page) == "More actions"
    assert page.one("button").facts["data-value"] == "edit"
    assert page.one("a").facts["href"] == "https://a.example/see"
    assert {one.facts["data-action-id"] for one in page.all("button", "a")} == {"do-overflow"}
    assert all("data-confirm" in one.facts for one in page.all("button", "a"))


def test_an_entry_of_an_overflow_menu_shows_its_description_and_no_harmful_address() -> None:
    entry = option("x", "Edit", description=plain("change it"), url="javascript:alert(1)")
    page = element_drawn({"type": "overflow", "options": [entry]})

    assert page.all("a") == []
    assert page.one("span", class_="hint").text == "change it"


def test_feedback_buttons_tell_which_one_was_pressed() -> None:
    good, bad = element_drawn(PRESSED["feedback_buttons"]).all("button")

    assert (good.facts["data-value"], bad.facts["data-value"]) == ("+", "-")
    assert good.facts["aria-label"] == "A good answer"
    assert {good.facts["data-action-id"], bad.facts["data-action-id"]} == {"do-feedback_buttons"}
    assert good.facts["id"] != bad.facts["id"]


def test_an_element_that_nobody_knows_shows_its_type() -> None:
    assert element_drawn({"type": "lever<1>"}).text == "(lever<1>)"
