"""Which element may stand where, and what its fields must be to one another."""

from typing import Any

import pytest

from sandbox.block_kit.elements import ELEMENTS
from tests.sandbox.block_kit.build import (
    CONFIRM,
    LINK,
    PLAIN,
    card,
    image,
    input_of,
    option,
    options,
    problems,
    rich,
    section,
    select,
    written,
)
from tests.sandbox.stage import Json, button

ELEMENT: dict[str, Json] = {
    "button": button(),
    "workflow_button": {"text": PLAIN, "workflow": {"trigger": {"url": LINK}}},
    "icon_button": {"icon": "trash", "text": PLAIN},
    "feedback_buttons": {
        "positive_button": {"text": PLAIN, "value": "1"},
        "negative_button": {"text": PLAIN, "value": "0"},
    },
    "image": image(),
    "overflow": {"options": options(5)},
    "static_select": {"options": options(2), "initial_option": option("v1")},
    "multi_static_select": {"options": options(2), "initial_options": options(2), "max_selected_items": 2},
    "external_select": {"min_query_length": 0, "initial_option": option("elsewhere")},
    "multi_external_select": {"min_query_length": 3, "initial_options": options(1), "max_selected_items": 1},
    "users_select": {"initial_user": "U1"},
    "multi_users_select": {"initial_users": ["U1"], "max_selected_items": 9},
    "conversations_select": {
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    },
    "multi_conversations_select": {"initial_conversations": ["C1"], "filter": {"exclude_bot_users": False}},
    "channels_select": {"initial_channel": "C1"},
    "multi_channels_select": {"initial_channels": []},
    "checkboxes": {"options": [option(text={"type": "mrkdwn", "text": "*a*"})]},
    "radio_buttons": {"options": options(10), "initial_option": option("v9")},
    "datepicker": {"initial_date": "2028-02-29", "placeholder": PLAIN, "confirm": CONFIRM},
    "timepicker": {"initial_time": "23:59", "timezone": "Europe/Helsinki"},
    "datetimepicker": {"initial_date_time": 1_795_420_800, "focus_on_load": True},
    "plain_text_input": {"min_length": 3, "max_length": 3, "placeholder": PLAIN},
    "email_text_input": {"initial_value": "ana@example.com"},
    "url_text_input": {"initial_value": LINK},
    "number_input": {"is_decimal_allowed": True, "initial_value": "1.5", "min_value": "-2", "max_value": "1.5"},
    "rich_text_input": {"initial_value": rich(written()), "min_lines": 2, "max_lines": 8},
    "file_input": {"filetypes": ["pdf"], "max_files": 10},
}
EVERYWHERE = {"section", "actions", "input"}
PLACES = dict.fromkeys(ELEMENT, EVERYWHERE) | {
    "button": {"section", "actions", "card"},
    "workflow_button": {"section", "actions"},
    "overflow": {"section", "actions"},
    "icon_button": {"context_actions"},
    "feedback_buttons": {"context_actions"},
    "image": {"section", "context"},
    "datetimepicker": {"actions", "input"},
    "rich_text_input": {"actions", "input"},
    "plain_text_input": {"input"},
    "email_text_input": {"input"},
    "url_text_input": {"input"},
    "number_input": {"input"},
    "file_input": {"input"},
}
POINTER = {"section": "/accessory", "input": "/element", "card": "/actions/0"}


def element_of(kind: str, **fields: Any) -> Json:
    named = {} if kind == "image" else {"action_id": "a"}
    return {"type": kind, **named, **ELEMENT[kind], **fields}


def placed(element: Json, place: str) -> Json:
    if place == "section":
        return section(accessory=element)
    if place == "input":
        return {"type": "input", "label": PLAIN, "element": element}
    if place == "card":
        return card(actions=[element])
    return {"type": place, "elements": [element]}


def told(kind: str, without: tuple[str, ...] = (), **fields: Any) -> list[str]:
    """List what is wrong with an element of this type that has these fields, by the pointer within the element."""
    element = {name: value for name, value in element_of(kind).items() if name not in without} | fields
    place = min(PLACES[kind])
    where = f"/blocks/0{POINTER.get(place, '/elements/0')}"
    return [one.replace(where, "") for one in problems(placed(element, place))]


def test_every_element_has_a_row_and_is_tried() -> None:
    assert set(ELEMENT) == set(ELEMENTS)


@pytest.mark.parametrize("place", ["section", "actions", "input", "context", "context_actions", "card"])
@pytest.mark.parametrize("kind", ELEMENT)
def test_stands_where_slack_lets_it_and_nowhere_else(kind: str, place: str) -> None:
    found = problems(placed(element_of(kind), place))

    where = f"/blocks/0{POINTER.get(place, '/elements/0')}"
    refusal = [f"unsupported type: {kind} [json-pointer:{where}/type]"]
    assert found == ([] if place in PLACES[kind] else refusal)


@pytest.mark.parametrize("kind", [kind for kind in ELEMENT if kind not in ("image", "rich_text_input")])
def test_slack_gives_an_action_id_to_what_has_none(kind: str) -> None:
    assert told(kind, without=("action_id",)) == []


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("button", "text"),
        ("workflow_button", "workflow"),
        ("icon_button", "icon"),
        ("feedback_buttons", "negative_button"),
        ("image", "alt_text"),
        ("overflow", "options"),
        ("checkboxes", "options"),
        ("radio_buttons", "options"),
        ("number_input", "is_decimal_allowed"),
        ("rich_text_input", "action_id"),
    ],
)
def test_some_fields_are_needed(kind: str, missing: str) -> None:
    refusal = f"missing required field: {missing} [json-pointer:]"

    assert refusal in told(kind, without=(missing,))


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("static_select", "max_selected_items"),
        ("multi_conversations_select", "response_url_enabled"),
        ("users_select", "filter"),
        ("overflow", "focus_on_load"),
        ("button", "placeholder"),
        ("checkboxes", "placeholder"),
        ("datetimepicker", "placeholder"),
        ("plain_text_input", "confirm"),
        ("email_text_input", "max_length"),
        ("file_input", "focus_on_load"),
        ("image", "action_id"),
    ],
)
def test_a_field_of_another_element_is_refused(kind: str, field: str) -> None:
    assert f"invalid additional property: {field} [json-pointer:]" in told(kind, **{field: True})


@pytest.mark.parametrize(
    ("kind", "fields", "problem"),
    [
        ("button", {"style": "warning"}, "must be a valid enum value [json-pointer:/style]"),
        ("button", {"confirm": {"title": PLAIN}}, "missing required field: text [json-pointer:/confirm]"),
        ("icon_button", {"icon": "rocket"}, "must be a valid enum value [json-pointer:/icon]"),
        ("workflow_button", {"workflow": {"trigger": {}}}, "missing required field: url [json-pointer:/workflow/trigger]"),
        (
            "overflow",
            {"options": [option(text={"type": "mrkdwn", "text": "x"})]},
            "unsupported type: mrkdwn [json-pointer:/options/0/text/type]",
        ),
        ("static_select", {"options": [option(url=LINK)]}, "invalid additional property: url [json-pointer:/options/0]"),
        ("conversations_select", {"filter": {"include": []}}, "no fewer than 1 items allowed [json-pointer:/filter/include]"),
        ("conversations_select", {"filter": {"include": ["dm"]}}, "must be a valid enum value [json-pointer:/filter/include/0]"),
        ("multi_users_select", {"max_selected_items": 0}, "must be more than 0 [json-pointer:/max_selected_items]"),
        ("multi_users_select", {"max_selected_items": True}, "must provide an integer [json-pointer:/max_selected_items]"),
        ("external_select", {"min_query_length": -1}, "must be more than -1 [json-pointer:/min_query_length]"),
        ("datetimepicker", {"initial_date_time": 1_795_420_800_000}, "must be less than 10000000000 [json-pointer:/initial_date_time]"),
        ("datetimepicker", {"initial_date_time": "1795420800"}, "must provide an integer [json-pointer:/initial_date_time]"),
        ("rich_text_input", {"initial_value": "words"}, "must provide an object [json-pointer:/initial_value]"),
        ("file_input", {"filetypes": [""]}, "must be more than 0 characters [json-pointer:/filetypes/0]"),
        ("plain_text_input", {"min_length": 4}, "must not be more than max_length [json-pointer:/min_length]"),
        ("rich_text_input", {"min_lines": 9}, "must not be more than max_lines [json-pointer:/min_lines]"),
    ],
)  # fmt: skip
def test_is_refused(kind: str, fields: Json, problem: str) -> None:
    assert problem in told(kind, **fields)


@pytest.mark.parametrize("kind", ["static_select", "multi_static_select"])
def test_a_select_has_options_or_groups_and_never_both(kind: str) -> None:
    refusal = "must have exactly one of options, option_groups [json-pointer:]"
    group = {"label": PLAIN, "options": options(2)}

    assert refusal in told(kind, without=("options",))
    assert told(kind, option_groups=[group]) == [refusal]
    assert told(kind, without=("options",), option_groups=[group]) == []


@pytest.mark.parametrize(
    ("kind", "fields", "pointer"),
    [
        ("static_select", {"initial_option": option("v2")}, "/initial_option"),
        ("static_select", {"initial_option": option("v1", text={"type": "plain_text", "text": "new"})}, "/initial_option"),
        ("radio_buttons", {"initial_option": option("v10")}, "/initial_option"),
        ("multi_static_select", {"initial_options": [option("v0"), option("v7")]}, "/initial_options/1"),
        ("checkboxes", {"initial_options": options(1)}, "/initial_options/0"),
    ],
)  # fmt: skip
def test_what_is_chosen_at_first_is_among_the_options(kind: str, fields: Json, pointer: str) -> None:
    assert told(kind, **fields) == [f"must be one of the provided options [json-pointer:{pointer}]"]


def test_an_option_is_the_same_with_and_without_emoji() -> None:
    assert told("static_select", initial_option=option("v1", text={**PLAIN, "emoji": True})) == []


@pytest.mark.parametrize(
    ("kind", "name", "chosen"),
    [
        ("multi_static_select", "initial_options", options(2)),
        ("multi_external_select", "initial_options", options(2)),
        ("multi_users_select", "initial_users", ["U1", "U2"]),
        ("multi_conversations_select", "initial_conversations", ["C1", "C2"]),
        ("multi_channels_select", "initial_channels", ["C1", "C2"]),
    ],
)
def test_no_more_is_chosen_at_first_than_may_be(kind: str, name: str, chosen: list[Any]) -> None:
    found = told(kind, **{name: chosen, "max_selected_items": 1})

    assert found == [f"no more than 1 items allowed [json-pointer:/{name}]"]


@pytest.mark.parametrize("value", ["2027-02-29", "27.11.2026", "20261127", "2026-11-27T10:00", "tomorrow", ""])
def test_a_date_is_one_of_the_calendar(value: str) -> None:
    assert told("datepicker", initial_date=value) == ["must match format: YYYY-MM-DD [json-pointer:/initial_date]"]


@pytest.mark.parametrize("value", ["24:00", "9:30", "09:60", "09:30:00", "noon"])
def test_a_time_is_one_of_the_clock(value: str) -> None:
    assert told("timepicker", initial_time=value) == ["must match format: HH:mm [json-pointer:/initial_time]"]


@pytest.mark.parametrize("value", ["Helsinki", "/etc/passwd", "", "../UTC"])
def test_a_zone_is_one_that_exists(value: str) -> None:
    assert told("timepicker", timezone=value) == ["must match format: IANA time zone [json-pointer:/timezone]"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"initial_value": "many"}, "must match format: number [json-pointer:/initial_value]"),
        ({"initial_value": "NaN"}, "must match format: number [json-pointer:/initial_value]"),
        ({"initial_value": 1}, "must provide a string [json-pointer:/initial_value]"),
        ({"initial_value": "2"}, "must not be more than max_value [json-pointer:/initial_value]"),
        ({"initial_value": "-3"}, "must not be more than initial_value [json-pointer:/min_value]"),
        ({"initial_value": None, "min_value": "2"}, "must not be more than max_value [json-pointer:/min_value]"),
    ],
)
def test_a_number_lies_within_its_bounds(fields: Json, problem: str) -> None:
    assert told("number_input", **fields) == [problem]


def test_a_whole_number_has_whole_bounds() -> None:
    found = told("number_input", is_decimal_allowed=False, initial_value=None)

    assert found == ["must match format: integer [json-pointer:/max_value]"]


def test_dispatching_may_be_on_a_key_or_on_each_letter() -> None:
    config = {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}

    assert problems(input_of({"type": "email_text_input", "dispatch_action_config": config})) == []


def test_options_come_in_a_hundred_groups_of_a_hundred() -> None:
    groups = [{"label": PLAIN, "options": options(100)}] * 100

    assert problems(section(accessory=select(options=None, option_groups=groups))) == []
