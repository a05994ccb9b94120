"""Block Kit's rules: what Slack takes, and for what it refuses, by place."""

from typing import Any

import pytest

from sandbox.block_kit.blocks import BLOCKS, check_blocks
from sandbox.block_kit.checks import Report
from sandbox.block_kit.elements import ACTIONS, ELEMENTS, INPUTS
from tests.sandbox.stage import Json, actions, button

PLAIN: Json = {"type": "plain_text", "text": "words"}
OPTION: Json = {"text": PLAIN, "value": "one"}
OPTIONS: list[Json] = [OPTION, {"text": PLAIN, "value": "two"}]


def problems(*blocks: Any, surface: str = "M") -> list[str]:
    report = Report()
    check_blocks(list(blocks), surface, report)
    return report.messages


def section(**fields: Any) -> Json:
    return {"type": "section", "text": PLAIN, **fields}


def select(**fields: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": OPTIONS, **fields}


def input_of(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": PLAIN, "element": element, **fields}


def image(**fields: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", **fields}


ACCEPTED = {
    "section with text": section(),
    "section with fields": {"type": "section", "fields": [PLAIN] * 10},
    "section with a button": section(accessory=button()),
    "section with a picture": section(accessory=image()),
    "header": {"type": "header", "text": PLAIN},
    "divider": {"type": "divider", "block_id": "x" * 255},
    "context": {"type": "context", "elements": [PLAIN, {"type": "mrkdwn", "text": "*a*"}, image()]},
    "image": image(title=PLAIN),
    "actions": actions(*(button(f"b{n}") for n in range(25)))[0],
    "checkboxes": actions({"type": "checkboxes", "action_id": "c", "options": OPTIONS})[0],
    "overflow": section(accessory={"type": "overflow", "action_id": "o", "options": OPTIONS}),
    "select in groups": section(
        accessory={"type": "static_select", "action_id": "s", "option_groups": [{"label": PLAIN, "options": OPTIONS}]}
    ),
    "confirmed button": section(
        accessory=button(confirm={"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN})
    ),
    "input": input_of({"type": "plain_text_input", "action_id": "t", "multiline": True, "max_length": 3000}),
    "rich text": {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}],
    },
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    "video": {
        "type": "video",
        "alt_text": "a",
        "title": PLAIN,
        "thumbnail_url": "https://example.com/t",
        "video_url": "https://example.com/v",
    },
}


@pytest.mark.parametrize("block", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_takes(block: Json) -> None:
    assert problems(block) == []


REFUSED = {
    "no type": ({}, "unsupported type: None [json-pointer:/blocks/0]"),
    "no object": ("text", "unsupported type: None [json-pointer:/blocks/0]"),
    "unknown type": ({"type": "sectoin"}, "unsupported type: sectoin [json-pointer:/blocks/0]"),
    "empty section": ({"type": "section"}, "missing required field: one of text, fields [json-pointer:/blocks/0]"),
    "unknown field": (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    "long text": (
        section(text={"type": "mrkdwn", "text": "x" * 3001}),
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "empty text": (
        section(text={"type": "mrkdwn", "text": ""}),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "emoji in mrkdwn": (
        section(text={"type": "mrkdwn", "text": "x", "emoji": True}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "mrkdwn header": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    "too many fields": (
        {"type": "section", "fields": [PLAIN] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "too many context elements": (
        {"type": "context", "elements": [PLAIN] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "button in context": (
        {"type": "context", "elements": [button()]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0]",
    ),
    "empty actions": (actions()[0], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    "too many actions": (
        actions(*(button(f"b{n}") for n in range(26)))[0],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "long button": (
        section(accessory=button(text={"type": "plain_text", "text": "x" * 76})),
        "must be less than 76 characters [json-pointer:/blocks/0/accessory/text/text]",
    ),
    "long button value": (
        section(accessory=button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/accessory/value]",
    ),
    "unknown style": (
        section(accessory=button(style="warning")),
        "must be one of: primary, danger [json-pointer:/blocks/0/accessory/style]",
    ),
    "long action id": (
        section(accessory=button("x" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/accessory/action_id]",
    ),
    "select without options": (
        section(accessory={"type": "static_select", "action_id": "s"}),
        "must have exactly one of options, option_groups [json-pointer:/blocks/0/accessory]",
    ),
    "select with both": (
        section(accessory=select(option_groups=[{"label": PLAIN, "options": OPTIONS}])),
        "must have exactly one of options, option_groups [json-pointer:/blocks/0/accessory]",
    ),
    "too many options": (
        section(accessory=select(options=[OPTION] * 101)),
        "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "long option value": (
        section(accessory=select(options=[{"text": PLAIN, "value": "x" * 151}])),
        "must be less than 151 characters [json-pointer:/blocks/0/accessory/options/0/value]",
    ),
    "too many overflow options": (
        section(accessory={"type": "overflow", "action_id": "o", "options": [OPTION] * 6}),
        "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "text input in a section": (
        section(accessory={"type": "plain_text_input", "action_id": "t"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory]",
    ),
    "button in an input": (input_of(button()), "unsupported type: button [json-pointer:/blocks/0/element]"),
    "number without kind": (
        input_of({"type": "number_input", "action_id": "n"}),
        "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]",
    ),
    "picture without words": (
        {"type": "image", "image_url": "https://example.com/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "wide table": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]},
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    "alert in a message": (
        {"type": "alert", "text": PLAIN},
        "unsupported type: alert in messages [json-pointer:/blocks/0]",
    ),
    "flag that is none": (
        section(expand="yes"),
        "must be a boolean [json-pointer:/blocks/0/expand]",
    ),
    "list that is none": (
        {"type": "actions", "elements": {}},
        "must be an array [json-pointer:/blocks/0/elements]",
    ),
}


@pytest.mark.parametrize(("block", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(block: Any, problem: str) -> None:
    assert problem in problems(block)


def test_a_message_takes_fifty_blocks_and_a_form_a_hundred() -> None:
    dividers = [{"type": "divider"}] * 100

    assert problems(*dividers[:50]) == []
    assert problems(*dividers[:51]) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert problems(*dividers, surface="D") == []


def test_blocks_that_are_no_list_are_refused() -> None:
    report = Report()

    check_blocks({"type": "divider"}, "M", report)

    assert report.messages == ["must be an array [json-pointer:/blocks]"]


def test_block_ids_and_action_ids_are_unique() -> None:
    twice = {"type": "divider", "block_id": "same"}

    assert problems(twice, twice) == ["`block_id` same already exists [json-pointer:/blocks/1/block_id]"]
    assert problems(actions(button("a"), button("a"))[0]) == [
        "`action_id` a already exists for block_id buttons [json-pointer:/blocks/0]"
    ]


def test_the_same_action_id_in_two_blocks_is_fine() -> None:
    assert problems(actions(button("a"), block_id="one")[0], actions(button("a"), block_id="two")[0]) == []


def test_markdown_blocks_are_counted_together() -> None:
    half = {"type": "markdown", "text": "x" * 6001}

    assert problems(half) == []
    assert problems(half, half) != []


def test_a_message_has_one_table_at_most() -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}

    assert problems(table, table) == ["only_one_table_allowed [json-pointer:/blocks]"]


@pytest.mark.parametrize("kind", ["markdown", "table", "context_actions"])
def test_blocks_for_messages_only_are_refused_in_forms(kind: str) -> None:
    assert BLOCKS[kind].surfaces == "M"


def test_an_alert_stands_in_forms_only() -> None:
    alert = {"type": "alert", "text": PLAIN, "level": "warning"}

    assert problems(alert, surface="D") == []
    assert problems(alert, surface="H") != []


@pytest.mark.parametrize("place", [ACTIONS, INPUTS], ids=["actions", "input"])
def test_every_element_that_a_block_allows_has_rules(place: tuple[str, ...]) -> None:
    assert set(place) <= set(ELEMENTS)
