"""Slack's state of a form as plain words, whatever kind of element each answer came from."""

from datetime import date
from typing import Any

import pytest

from commands.fields import read


def view(**elements: dict[str, Any]) -> dict[str, Any]:
    return {"state": {"values": {name: {"value": element} for name, element in elements.items()}}}


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ({"type": "plain_text_input", "value": "  call *Ana* \n"}, "call *Ana*"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "number_input", "value": "0"}, "0"),
        ({"type": "url_text_input", "value": "https://example.com"}, "https://example.com"),
        ({"type": "datepicker", "selected_date": "2026-12-01"}, "2026-12-01"),
        ({"type": "datepicker", "selected_date": None}, ""),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "static_select", "selected_option": {"value": "site"}}, "site"),
        ({"type": "static_select", "selected_option": None}, ""),
        ({}, ""),
    ],
)
def test_each_kind_of_answer_is_read_trimmed_and_an_empty_one_is_no_words(element: dict[str, Any], words: str) -> None:
    assert read(view(answer=element)).text("answer") == words


def test_a_field_that_was_not_asked_is_empty() -> None:
    fields = read(view(what={"value": "call"}))

    assert (fields.text("when"), fields.day("when")) == ("", None)


def test_a_chosen_date_is_a_date() -> None:
    assert read(view(on={"selected_date": "2026-12-01"})).day("on") == date(2026, 12, 1)


@pytest.mark.parametrize("nothing", [{}, {"state": {}}, {"state": {"values": {}}}, {"state": {"values": {"a": {}}}}])
def test_a_form_without_answers_is_empty(nothing: dict[str, Any]) -> None:
    assert read(nothing).text("a") == ""
