"""What people put into elements becomes Slack's state, or is refused with what would work."""

from typing import Any

import pytest

from sandbox.block_kit.find import find_element, with_ids
from sandbox.block_kit.unfinished import unfinished
from sandbox.block_kit.values import first_values, stated
from sandbox.errors import Refused
from sandbox.ids import Ids
from tests.sandbox.stage import WRITTEN, Json, actions, button, field_of

OPTION: Json = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}
SECOND: Json = {"text": {"type": "plain_text", "text": "Two"}, "value": "2"}
CHOICE: Json = {"type": "static_select", "options": [OPTION, SECOND]}
BOXES: Json = {"type": "checkboxes", "options": [OPTION, SECOND]}


@pytest.mark.parametrize(
    ("element", "plain", "state"),
    [
        (WRITTEN, "hi", {"value": "hi"}),
        (WRITTEN, "", {"value": None}),
        ({"type": "number_input"}, 4, {"value": "4"}),
        (CHOICE, "2", {"selected_option": SECOND}),
        (CHOICE, "Two", {"selected_option": SECOND}),
        (CHOICE, None, {"selected_option": None}),
        ({"type": "static_select", "option_groups": [{"options": [OPTION]}]}, "1", {"selected_option": OPTION}),
        ({"type": "radio_buttons", "options": [OPTION]}, "1", {"selected_option": OPTION}),
        (BOXES, ["1", "2"], {"selected_options": [OPTION, SECOND]}),
        (BOXES, "1", {"selected_options": [OPTION]}),
        (BOXES, None, {"selected_options": []}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_users_select"}, ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
        ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
        ({"type": "channels_select"}, "C1", {"selected_channel": "C1"}),
        ({"type": "datepicker"}, "2026-12-01", {"selected_date": "2026-12-01"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "timepicker", "timezone": "Europe/Helsinki"}, None, {"selected_time": None, "timezone": "Europe/Helsinki"}),
        ({"type": "datetimepicker"}, "1795420800", {"selected_date_time": 1795420800}),
        ({"type": "rich_text_input"}, {"type": "rich_text", "elements": []}, {"rich_text_value": {"type": "rich_text", "elements": []}}),
    ],
)  # fmt: skip
def test_a_plain_value_becomes_the_state_that_slack_sends(element: Json, plain: Any, state: Json) -> None:
    assert stated(element, plain) == {"type": element["type"], **state}


def test_an_option_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match="the choices are: 1, 2") as caught:
        stated(CHOICE, "3")

    assert caught.value.status == 404


@pytest.mark.parametrize(("kind", "example"), [("datepicker", "2026-11-27"), ("timepicker", "17:00")])
def test_a_date_or_time_in_other_words_is_refused_with_an_example(kind: str, example: str) -> None:
    with pytest.raises(Refused, match=example):
        stated({"type": kind}, "tomorrow")


def test_a_button_holds_no_value() -> None:
    with pytest.raises(Refused, match="press it instead"):
        stated(button(), "x")


def test_an_options_menu_without_options_takes_a_made_up_one() -> None:
    state = stated({"type": "external_select"}, "acme")

    assert state["selected_option"]["value"] == "acme"


def test_a_fresh_form_holds_its_initial_values() -> None:
    blocks = [
        field_of("name", {**WRITTEN, "initial_value": "Acme"}),
        field_of("kind", {**CHOICE, "initial_option": OPTION}),
    ]

    state = first_values(blocks)

    assert state["name"]["value"]["value"] == "Acme"
    assert state["kind"]["value"]["selected_option"] == OPTION


def test_a_redrawn_form_keeps_what_was_typed_under_the_same_ids() -> None:
    before = {"name": {"value": stated(WRITTEN, "typed")}, "kind": {"value": stated(WRITTEN, "gone")}}

    state = first_values([field_of("name", WRITTEN), field_of("kind", CHOICE)], before)

    assert state["name"]["value"]["value"] == "typed"
    assert state["kind"]["value"]["selected_option"] is None


@pytest.mark.parametrize(
    ("element", "plain", "problem"),
    [
        (WRITTEN, "", "Please complete this required field."),
        (WRITTEN, "x", ""),
        ({**WRITTEN, "max_length": 3}, "four", "Please enter at most 3 characters."),
        ({**WRITTEN, "min_length": 3}, "no", "Please enter at least 3 characters."),
        ({"type": "email_text_input"}, "ana", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ana@example.com", ""),
        ({"type": "url_text_input"}, "example.com", "Please enter a valid URL."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a valid number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", ""),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1", "Please enter a number of at least 2."),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "3", "Please enter a number of at most 2."),
        ({**BOXES, "type": "multi_static_select", "max_selected_items": 1}, ["1", "2"], "Please choose at most 1."),
    ],
)  # fmt: skip
def test_slacks_own_form_refuses_before_the_app_hears(element: Json, plain: Any, problem: str) -> None:
    blocks = [field_of("f", element)]
    state = {"f": {"value": stated(element, plain)}}

    assert unfinished(blocks, state) == ({"f": problem} if problem else {})


def test_an_optional_field_may_stay_empty() -> None:
    blocks = [field_of("f", WRITTEN, optional=True)]

    assert unfinished(blocks, first_values(blocks)) == {}


def test_ids_are_given_where_the_app_gave_none() -> None:
    nameless = {"type": "button", "text": {"type": "plain_text", "text": "x"}}

    section, row = with_ids(
        [{"type": "section", "accessory": nameless}, {"type": "actions", "elements": [nameless]}], Ids()
    )

    assert section["block_id"] != row["block_id"]
    assert section["accessory"]["action_id"]
    assert row["elements"][0]["action_id"]
    assert "action_id" not in nameless


def test_an_element_is_found_by_action_id_and_narrowed_by_block_id() -> None:
    blocks = [*actions(button("go", "1"), block_id="a"), *actions(button("go", "2"), block_id="b")]

    first, narrowed = find_element(blocks, "go"), find_element(blocks, "go", "b")

    assert first is not None
    assert narrowed is not None
    assert (first[1]["value"], narrowed[1]["value"]) == ("1", "2")
    assert find_element(blocks, "stop") is None
