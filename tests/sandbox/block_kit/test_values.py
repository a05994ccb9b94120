"""What people put into elements becomes Slack's state, or is refused with what would work."""

from typing import Any

import pytest

from sandbox.block_kit.choices import Conversation, Directory
from sandbox.block_kit.values import HOLDS, acted, first_values, stated
from sandbox.errors import Refused
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
        ({"type": "multi_users_select"}, ["U1", "U1"], {"selected_users": ["U1"]}),
        ({"type": "multi_users_select"}, [], {"selected_users": []}),
        ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
        ({"type": "multi_conversations_select"}, "C1", {"selected_conversations": ["C1"]}),
        ({"type": "multi_channels_select"}, ["C1"], {"selected_channels": ["C1"]}),
        ({"type": "multi_static_select", "options": [OPTION, SECOND]}, ["2", "Two"], {"selected_options": [SECOND]}),
        ({"type": "external_select"}, OPTION, {"selected_option": OPTION}),
        ({"type": "multi_external_select"}, [OPTION], {"selected_options": [OPTION]}),
        ({"type": "email_text_input"}, "ana@example.com", {"value": "ana@example.com"}),
        ({"type": "url_text_input"}, "https://example.com/?a=1&b=<2>", {"value": "https://example.com/?a=1&b=<2>"}),
        ({"type": "number_input"}, 1.5, {"value": "1.5"}),
        ({"type": "file_input"}, None, {"files": []}),
        (WRITTEN, "<@U1> & *you*", {"value": "<@U1> & *you*"}),
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


def test_words_become_formatted_text() -> None:
    held = stated({"type": "rich_text_input"}, "hi")["rich_text_value"]

    assert held["elements"][0]["elements"] == [{"type": "text", "text": "hi"}]


def test_files_are_named_and_the_same_name_is_the_same_file() -> None:
    first, second = stated({"type": "file_input"}, ["Plan.PDF", "Plan.PDF"])["files"]

    assert first == second
    assert (first["name"], first["filetype"], first["mimetype"]) == ("Plan.PDF", "pdf", "application/pdf")
    assert first["id"].startswith("F")
    assert stated({"type": "file_input"}, [first])["files"] == [first]


@pytest.mark.parametrize(
    ("element", "value", "words"),
    [
        (WRITTEN, {"type": "plain_text"}, "takes text"),
        (WRITTEN, True, "takes text"),
        ({"type": "users_select"}, ["U1"], "takes text"),
        ({"type": "datetimepicker"}, "tomorrow", "Unix seconds"),
        ({"type": "datetimepicker"}, {"a": 1}, "Unix seconds"),
        ({"type": "datepicker"}, "2026-02-30", "a date like"),
        ({"type": "timepicker"}, "24:00", "a time like"),
        ({"type": "rich_text_input"}, {"type": "section"}, "a string or a rich_text block"),
        ({"type": "rich_text_input"}, 7, "must provide an object"),
        (BOXES, ["1", "3"], "the choices are"),
    ],
)
def test_what_nobody_can_give_is_refused(element: Json, value: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        stated(element, value)


@pytest.mark.parametrize("kind", HOLDS)
def test_an_untouched_element_holds_null_or_an_empty_list(kind: str) -> None:
    element = {"type": kind, "action_id": "value"}

    held = first_values([field_of("field", element)])["field"]["value"]

    is_several = kind.startswith("multi_") or kind in ("checkboxes", "file_input")
    assert held == {"type": kind, HOLDS[kind].state: [] if is_several else None}


def test_elements_in_frames_have_a_state_too() -> None:
    framed = {
        "type": "container",
        "block_id": "frame",
        "child_blocks": actions({"type": "datepicker", "action_id": "d"}),
    }

    assert first_values([framed]) == {"buttons": {"d": {"type": "datepicker", "selected_date": None}}}


HERE = Directory(frozenset(), {"C1": Conversation("public"), "D1": Conversation("im", has_bot=True)}, current="C1")
STARTS_HERE = {"default_to_current_conversation": True}


@pytest.mark.parametrize(
    ("fields", "directory", "held"),
    [
        (STARTS_HERE, HERE, "C1"),
        ({}, HERE, None),
        (STARTS_HERE, None, None),
        (STARTS_HERE, Directory(frozenset(), {}), None),
        ({**STARTS_HERE, "filter": {"include": ["private"]}}, HERE, None),
        ({**STARTS_HERE, "initial_conversation": "C7"}, HERE, "C7"),
    ],
)
def test_a_menu_may_start_from_the_conversation_that_one_is_in(
    fields: Json, directory: Directory | None, held: str | None
) -> None:
    menu = field_of("menu", {"type": "conversations_select", **fields})

    assert first_values([menu], directory=directory)["menu"]["value"]["selected_conversation"] == held


def test_a_menu_for_several_starts_from_it_as_a_list() -> None:
    menu = field_of("menu", {"type": "multi_conversations_select", **STARTS_HERE})

    assert first_values([menu], directory=HERE)["menu"]["value"]["selected_conversations"] == ["C1"]


def test_a_menu_that_was_emptied_stays_empty_when_the_form_is_redrawn() -> None:
    menu = field_of("menu", {"type": "conversations_select", **STARTS_HERE})
    emptied = {"menu": {"value": stated(menu["element"], None)}}

    assert first_values([menu], emptied, HERE) == emptied


PLAIN = {"type": "plain_text", "text": "words"}
CONFIRM = {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}
VOTES: Json = {
    "type": "feedback_buttons",
    "positive_button": {"text": {**PLAIN, "text": "Good"}, "value": "up"},
    "negative_button": {"text": {**PLAIN, "text": "Bad"}, "value": "down"},
}


@pytest.mark.parametrize(
    ("element", "value", "action"),
    [
        (
            {
                "type": "button",
                "text": PLAIN,
                "value": "v",
                "url": "https://a.b",
                "style": "danger",
                "confirm": CONFIRM,
            },
            None,
            {
                "type": "button",
                "text": PLAIN,
                "value": "v",
                "url": "https://a.b",
                "style": "danger",
                "confirm": CONFIRM,
            },
        ),
        ({"type": "icon_button", "icon": "trash", "text": PLAIN}, None, {"type": "icon_button", "text": PLAIN}),
        (
            {"type": "overflow", "options": [OPTION, SECOND], "confirm": CONFIRM},
            "2",
            {"type": "overflow", "selected_option": SECOND, "confirm": CONFIRM},
        ),
        (
            {**CHOICE, "placeholder": PLAIN, "initial_option": OPTION},
            "2",
            {"type": "static_select", "selected_option": SECOND, "placeholder": PLAIN, "initial_option": OPTION},
        ),
        (
            {"type": "datepicker", "initial_date": "2026-11-27", "placeholder": None},
            "2026-11-30",
            {"type": "datepicker", "selected_date": "2026-11-30", "initial_date": "2026-11-27"},
        ),
        (VOTES, "up", {"type": "feedback_buttons", "text": {**PLAIN, "text": "Good"}, "value": "up"}),
        (VOTES, "negative", {"type": "feedback_buttons", "text": {**PLAIN, "text": "Bad"}, "value": "down"}),
    ],
)
def test_an_action_says_what_was_done_and_how_the_element_was_drawn(element: Json, value: Any, action: Json) -> None:
    assert acted(element, value) == action


def test_a_vote_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="press up or down"):
        acted(VOTES, "sideways")


def test_nothing_is_heard_of_a_workflow_button() -> None:
    with pytest.raises(Refused, match="no workflows here"):
        acted({"type": "workflow_button"}, None)
