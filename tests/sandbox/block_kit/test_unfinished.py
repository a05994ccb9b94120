"""What Slack's own form refuses under its fields before the app hears of it."""

from typing import Any

import pytest

from sandbox.block_kit.unfinished import unfinished
from sandbox.block_kit.values import first_values, stated
from tests.sandbox.stage import WRITTEN, Json, button, field_of, modal

OPTIONS = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("one", "two")]
BOXES: Json = {"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1}
NUMBER: Json = {"type": "number_input", "is_decimal_allowed": True}
RICH: Json = {"type": "rich_text_input"}
EMPTY: Json = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
NOTHING = "Please complete this required field."
NO_NUMBER = "Please enter a valid number."


@pytest.mark.parametrize(
    ("element", "plain", "problem"),
    [
        (WRITTEN, "", NOTHING),
        (WRITTEN, "x", ""),
        (WRITTEN, "x" * 3000, ""),
        (WRITTEN, "x" * 3001, "Please enter at most 3000 characters."),
        ({**WRITTEN, "max_length": 3}, "tea", ""),
        ({**WRITTEN, "max_length": 3}, "four", "Please enter at most 3 characters."),
        ({**WRITTEN, "min_length": 3}, "tea", ""),
        ({**WRITTEN, "min_length": 3}, "no", "Please enter at least 3 characters."),
        ({"type": "email_text_input"}, "ana", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ana@example", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ana silva@example.com", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ana@example.com", ""),
        ({"type": "url_text_input"}, "example.com", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://example.com/a b", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "http://localhost:3000/a?b=1", ""),
        ({**NUMBER, "is_decimal_allowed": False}, "1.5", NO_NUMBER),
        ({**NUMBER, "is_decimal_allowed": False}, "-1", ""),
        (NUMBER, "1.5", ""),
        (NUMBER, "1,5", NO_NUMBER),
        (NUMBER, "NaN", NO_NUMBER),
        (NUMBER, "1e3", NO_NUMBER),
        ({**NUMBER, "min_value": "2"}, "1", "Please enter a number of at least 2."),
        ({**NUMBER, "min_value": "0.1"}, "0.10", ""),
        ({**NUMBER, "max_value": "2"}, "2.01", "Please enter a number of at most 2."),
        (BOXES, ["one"], ""),
        (BOXES, ["one", "two"], "Please choose at most 1."),
        ({"type": "checkboxes", "options": OPTIONS}, [], NOTHING),
        ({"type": "file_input"}, ["a"] * 10, ""),
        ({"type": "file_input"}, ["a"] * 11, "Please choose at most 10."),
        ({"type": "file_input", "max_files": 1}, ["a", "b"], "Please choose at most 1."),
        ({"type": "file_input", "filetypes": ["pdf", "PNG"]}, ["a.PDF", "b.png"], ""),
        ({"type": "file_input", "filetypes": ["pdf"]}, ["a.doc"], "Please choose files of these types: pdf."),
        (RICH, EMPTY, NOTHING),
        (RICH, "words", ""),
    ],
)  # fmt: skip
def test_a_field_is_refused_in_words_under_it(element: Json, plain: Any, problem: str) -> None:
    blocks = [field_of("f", element)]
    state = {"f": {"value": stated(element, plain)}}

    assert unfinished(blocks, state) == ({"f": problem} if problem else {})


@pytest.mark.parametrize(
    "element", [WRITTEN, NUMBER, {"type": "email_text_input"}, {"type": "datepicker"}, BOXES, RICH]
)
def test_an_optional_field_may_stay_empty(element: Json) -> None:
    blocks = [field_of("f", element, optional=True)]

    assert unfinished(blocks, first_values(blocks)) == {}


def test_an_optional_field_is_held_to_its_form_once_something_is_in_it() -> None:
    blocks = [field_of("f", {"type": "email_text_input"}, optional=True)]

    assert unfinished(blocks, {"f": {"value": stated(blocks[0]["element"], "ana")}}) != {}


def test_every_field_is_told_and_what_is_no_field_needs_nothing() -> None:
    row = {"type": "actions", "block_id": "row", "elements": [button(), {"type": "datepicker", "action_id": "d"}]}
    blocks = modal(field_of("a", WRITTEN), row, field_of("b", {"type": "datepicker"}))["blocks"]

    assert list(unfinished(blocks, first_values(blocks))) == ["a", "b"]
