"""Which blocks Slack takes on which surface, and for what it refuses one, by place."""

from typing import Any

import pytest

from sandbox.block_kit.blocks import BLOCKS, needed_scopes
from sandbox.block_kit.checks import Report
from sandbox.block_kit.messages import judge_message
from tests.sandbox.block_kit.build import (
    IMAGE,
    LINK,
    PLAIN,
    card,
    cell,
    chart,
    container,
    data_table,
    faults,
    grid,
    image,
    input_of,
    lines,
    option,
    options,
    pie,
    problems,
    rich,
    section,
    select,
    task,
    video,
    written,
)
from tests.sandbox.stage import Json, actions, button

EVERYWHERE: dict[str, Json] = {
    "section with text": section(),
    "section with fields": {"type": "section", "fields": [PLAIN] * 10},
    "section with a button": section(accessory=button()),
    "section with a picture": section(accessory=image(), expand=True),
    "header": {"type": "header", "text": PLAIN},
    "divider": {"type": "divider", "block_id": "x" * 255},
    "context": {"type": "context", "elements": [PLAIN, {"type": "mrkdwn", "text": "*a*", "verbatim": True}, image()]},
    "image": image(title=PLAIN),
    "image in Slack": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"},
    "image by Slack's address": {"type": "image", "slack_file": {"url": LINK}, "alt_text": "a"},
    "actions": actions(*(button(f"b{n}") for n in range(25)))[0],
    "input": input_of({"type": "plain_text_input", "multiline": True}, hint=PLAIN, optional=True, dispatch_action=True),
    "rich text": rich(written()),
    "video": video(title_url=LINK, description=PLAIN, author_name="A", provider_name="P", provider_icon_url=LINK),
}
IN_MESSAGES: dict[str, Json] = {
    "markdown": {"type": "markdown", "text": "# Hi"},
    "feedback": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": {"text": PLAIN, "value": "1"},
                "negative_button": {"text": PLAIN, "value": "0", "accessibility_label": "Bad"},
            },
            {"type": "icon_button", "icon": "trash", "text": PLAIN, "visible_to_user_ids": ["U1"]},
        ],
    },
    "table": {
        "type": "table",
        "rows": [[cell(), {"type": "raw_number", "value": 1.5, "text": "1.5"}], [rich(written())]],
        "column_settings": [None, {"align": "right", "is_wrapped": True}],
    },
    "data table": data_table(rows=201, columns=20, page_size=100, row_header_column_index=0),
    "pie": chart(),
    "lines": chart(chart=lines(12, 20, 20, x_label="Day", y_label="Sold")),
    "card": card(hero_image=IMAGE, icon=IMAGE, subtitle=PLAIN, body=PLAIN, subtext=PLAIN, actions=[button()]),
    "card with a button only": {"type": "card", "actions": [button()]},
    "carousel": {"type": "carousel", "elements": [card()] * 10},
    "task": task(
        status="complete",
        details=rich(written()),
        output=rich(written()),
        sources=[{"type": "url", "url": LINK, "text": "Here"}],
    ),
    "plan": {"type": "plan", "title": "Plan", "tasks": [task(), task(status="pending")]},
    "container": container(section(), actions(button())[0], subtitle=PLAIN, icon=IMAGE, width="wide"),
    "folded container": container(is_collapsible=True, default_collapsed=True),
    "container under formatted words": {
        "type": "container",
        "rich_text_title": rich(written()),
        "child_blocks": [section()],
        "has_header_divider": True,
    },
}


@pytest.mark.parametrize("surface", ["M", "D", "H"])
@pytest.mark.parametrize("block", EVERYWHERE.values(), ids=EVERYWHERE.keys())
def test_is_taken_everywhere(block: Json, surface: str) -> None:
    assert problems(block, surface=surface) == []


@pytest.mark.parametrize("block", IN_MESSAGES.values(), ids=IN_MESSAGES.keys())
def test_is_taken_in_messages_and_nowhere_else(block: Json) -> None:
    unsupported = f"unsupported type: {block['type']} [json-pointer:/blocks/0/type]"

    assert problems(block) == []
    assert problems(block, surface="D") == problems(block, surface="H") == [unsupported]


def test_an_alert_is_taken_in_forms_and_nowhere_else() -> None:
    alert = {"type": "alert", "text": PLAIN, "level": "warning"}

    assert problems(alert, surface="D") == []
    assert problems(alert) == problems(alert, surface="H") == ["unsupported type: alert [json-pointer:/blocks/0/type]"]


@pytest.mark.parametrize("surface", ["M", "D", "H"])
def test_a_remote_file_is_only_ever_shown_by_slack(surface: str) -> None:
    shown = {"type": "file", "external_id": "1", "source": "remote"}

    assert problems(shown, surface=surface) == ["unsupported type: file [json-pointer:/blocks/0/type]"]


def test_every_type_of_block_is_tried() -> None:
    tried = {block["type"] for block in (*EVERYWHERE.values(), *IN_MESSAGES.values())}

    assert tried | {"alert", "file"} == set(BLOCKS)


REFUSED: dict[str, tuple[Any, str]] = {
    "nothing": (None, "must provide an object [json-pointer:/blocks/0]"),
    "no object": ("text", "must provide an object [json-pointer:/blocks/0]"),
    "no type": ({}, "missing required field: type [json-pointer:/blocks/0]"),
    "unknown type": ({"type": "sectoin"}, "unsupported type: sectoin [json-pointer:/blocks/0/type]"),
    "type that is none": ({"type": ["section"]}, "unsupported type: ['section'] [json-pointer:/blocks/0/type]"),
    "empty section": ({"type": "section"}, "missing required field: one of text, fields [json-pointer:/blocks/0]"),
    "unknown field": (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    "emoji in mrkdwn": (
        section(text={"type": "mrkdwn", "text": "x", "emoji": True}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "verbatim in plain text": (
        section(text={**PLAIN, "verbatim": True}),
        "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
    ),
    "words without a type": (section(text="words"), "must provide an object [json-pointer:/blocks/0/text]"),
    "words that are a number": (
        section(text={"type": "mrkdwn", "text": 7}),
        "must provide a string [json-pointer:/blocks/0/text/text]",
    ),
    "formatted header": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "button in context": (
        {"type": "context", "elements": [button()]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "picture without words": (
        {"type": "image", "image_url": LINK},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "picture from nowhere": (
        {"type": "image", "alt_text": "a"},
        "must have exactly one of image_url, slack_file [json-pointer:/blocks/0]",
    ),
    "picture from two places": (
        image(slack_file={"id": "F1"}),
        "must have exactly one of image_url, slack_file [json-pointer:/blocks/0]",
    ),
    "file by two names": (
        {"type": "image", "slack_file": {"id": "F1", "url": LINK}, "alt_text": "a"},
        "must have exactly one of id, url [json-pointer:/blocks/0/slack_file]",
    ),
    "flag that is none": (section(expand="yes"), "must provide a boolean [json-pointer:/blocks/0/expand]"),
    "list that is none": (
        {"type": "actions", "elements": {}},
        "must provide an array [json-pointer:/blocks/0/elements]",
    ),
    "input without a label": (
        {"type": "input", "element": select()},
        "missing required field: label [json-pointer:/blocks/0]",
    ),
    "insecure video": (
        video(video_url="http://example.com"),
        "must match format: https URL [json-pointer:/blocks/0/video_url]",
    ),
    "empty card": (
        {"type": "card", "subtitle": PLAIN},
        "missing required field: one of hero_image, title, actions, body [json-pointer:/blocks/0]",
    ),
    "menu in a card": (
        card(actions=[select()]),
        "unsupported type: static_select [json-pointer:/blocks/0/actions/0/type]",
    ),
    "section in a carousel": (
        {"type": "carousel", "elements": [section()]},
        "unsupported type: section [json-pointer:/blocks/0/elements/0/type]",
    ),
    "unknown status": (task(status="late"), "must be a valid enum value [json-pointer:/blocks/0/status]"),
    "plain details": (task(details=PLAIN), "unsupported type: plain_text [json-pointer:/blocks/0/details/type]"),
    "task in a container": (
        container(task()),
        "unsupported type: task_card [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "nameless container": (
        {"type": "container", "child_blocks": [section()]},
        "missing required field: one of title, rich_text_title [json-pointer:/blocks/0]",
    ),
    "folded and fixed": (
        container(default_collapsed=True),
        "must be used together with is_collapsible [json-pointer:/blocks/0/default_collapsed]",
    ),
    "folded with a line": (
        container(is_collapsible=True, has_header_divider=True),
        "must not be used together with is_collapsible [json-pointer:/blocks/0/has_header_divider]",
    ),
    "button in a table": (
        {"type": "table", "rows": [[button()]]},
        "unsupported type: button [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "number as words": (
        {"type": "table", "rows": [[{"type": "raw_number", "value": "1", "text": "1"}]]},
        "must provide a number [json-pointer:/blocks/0/rows/0/0/value]",
    ),
    "ragged data": (
        {**data_table(), "rows": [[cell()], [cell(), cell()]]},
        "must have 1 items [json-pointer:/blocks/0/rows/1]",
    ),
    "formatted names of columns": (
        {**data_table(), "rows": [[rich(written())], [cell()]]},
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "pie without a slice": (
        chart(chart=pie(1, value=0)),
        "must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]",
    ),
    "unknown chart": (
        chart(chart={"type": "donut"}),
        "unsupported type: donut [json-pointer:/blocks/0/chart/type]",
    ),
}


@pytest.mark.parametrize(("block", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused(block: Any, problem: str) -> None:
    assert problems(block) == [problem]


def test_a_wide_data_table_is_refused_in_each_row() -> None:
    pointers = [fault.pointer for fault in faults([data_table(columns=21)])]

    assert pointers == ["/blocks/0/rows/0", "/blocks/0/rows/1"]


def test_null_is_as_good_as_nothing_except_where_something_is_needed() -> None:
    assert problems(section(accessory=None, block_id=None)) == []
    assert problems({"type": "header", "text": None}) == ["missing required field: text [json-pointer:/blocks/0]"]


def test_a_message_takes_fifty_blocks_and_a_form_a_hundred() -> None:
    dividers = [{"type": "divider"}] * 101

    assert problems(*dividers[:50]) == []
    assert problems(*dividers[:51]) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert problems(*dividers[:100], surface="D") == problems(*dividers[:100], surface="H") == []
    assert problems(*dividers, surface="H") == ["no more than 100 items allowed [json-pointer:/blocks]"]


def test_blocks_that_are_no_list_are_refused() -> None:
    assert [str(fault) for fault in faults({"type": "divider"})] == ["must provide an array [json-pointer:/blocks]"]


def test_all_faults_are_told_at_once_along_the_payload() -> None:
    blocks = [
        {"type": "divider", "block_id": "same"},
        {"type": "header", "text": {"type": "mrkdwn", "text": ""}, "block_id": "same"},
        section(accessory=button(style="warning", value="x" * 2001)),
        {"type": "sectoin"},
    ]

    assert [fault.pointer for fault in faults(blocks)] == [
        "/blocks/1/text/type",
        "/blocks/1/block_id",
        "/blocks/2/accessory/value",
        "/blocks/2/accessory/style",
        "/blocks/3/type",
    ]


def test_a_fault_names_its_constraint_as_json_schema_does() -> None:
    drawn = [fault.drawn() for fault in faults([section(text={"type": "markdown", "text": "x"})])]

    assert drawn == [
        {
            "code": "failed_constraint",
            "message": "unsupported type: markdown",
            "pointer": "/blocks/0/text/type",
            "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"]},
        }
    ]


def test_block_ids_are_unique_in_frames_too() -> None:
    twice = {"type": "divider", "block_id": "same"}

    assert problems(twice, twice) == ["`block_id` same already exists [json-pointer:/blocks/1/block_id]"]
    assert problems(twice, container(twice)) == [
        "`block_id` same already exists [json-pointer:/blocks/1/child_blocks/0/block_id]"
    ]


def test_the_block_id_of_markdown_is_ignored() -> None:
    markdown = {"type": "markdown", "text": "hi", "block_id": "same"}

    assert problems(markdown, markdown, {"type": "divider", "block_id": "same"}) == []


def test_action_ids_are_unique_within_a_block_only() -> None:
    one, other = actions(button("a"), block_id="one")[0], actions(button("a"), block_id="two")[0]

    assert problems(one, other) == []
    assert problems(actions(button("a"), button("b"), button("a"))[0]) == [
        "`action_id` a already exists for block_id buttons [json-pointer:/blocks/0/elements/2/action_id]"
    ]


def test_markdown_blocks_are_counted_together() -> None:
    half = {"type": "markdown", "text": "x" * 6000}

    assert problems(half, half) == []
    assert problems(half, section(), {"type": "markdown", "text": "x" * 6001}) == [
        "must be less than 12001 characters [json-pointer:/blocks/2/text]"
    ]


def test_what_stands_in_all_cells_is_counted_together() -> None:
    cells = [[cell("x" * 4000), cell("x" * 4000)], [rich(written({"type": "text", "text": "x" * 2001}))]]

    assert problems({"type": "table", "rows": cells}) == [
        "must be less than 10001 characters [json-pointer:/blocks/0/rows]"
    ]


def test_data_tables_are_counted_together() -> None:
    full = {**data_table(), "rows": [[cell("x" * 5000)], [cell("x" * 5000)]]}

    assert problems(full, full) == []
    assert problems(full, full, data_table()) == ["must be less than 20001 characters [json-pointer:/blocks/2/rows]"]


def test_a_message_has_one_table_at_most() -> None:
    table = {"type": "table", "rows": grid(1, 1)}

    assert problems(table, section(), table) == ["only_one_table_allowed [json-pointer:/blocks/2]"]


def test_a_message_has_two_charts_at_most() -> None:
    assert problems(chart(), chart()) == []
    assert problems(chart(), chart(), chart()) == [
        "no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]"
    ]


def test_a_menu_asks_for_a_response_url_in_the_inputs_of_forms_only() -> None:
    menu = {"type": "channels_select", "action_id": "c", "response_url_enabled": True}
    told = "response_url_enabled is for input blocks in modals [json-pointer:/blocks/0/{}/response_url_enabled]"

    assert problems(input_of(menu), surface="D") == []
    assert problems(input_of(menu)) == [told.format("element")]
    assert problems(section(accessory=menu), surface="D") == [told.format("accessory")]


def test_some_blocks_and_elements_need_scopes() -> None:
    files = input_of({"type": "file_input"})

    assert needed_scopes([section(), files, video(), files]) == ["files:read", "links.embed:write"]
    assert needed_scopes([container(video())]) == ["links.embed:write"]


def test_options_that_are_not_among_the_few_are_found_in_groups() -> None:
    grouped = {"type": "static_select", "option_groups": [{"label": PLAIN, "options": options(2)}]}

    assert problems(section(accessory={**grouped, "initial_option": option("v1")})) == []
    assert problems(section(accessory={**grouped, "initial_option": option("v2")})) == [
        "must be one of the provided options [json-pointer:/blocks/0/accessory/initial_option]"
    ]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({}, ["missing required field: one of text, blocks, attachments [json-pointer:]"]),
        ({"text": "hi", "blocks": {}}, ["must provide an array [json-pointer:/blocks]"]),
        ({"attachments": "x"}, ["must provide an array [json-pointer:/attachments]"]),
        ({"attachments": ["x"]}, ["must provide an object [json-pointer:/attachments/0]"]),
        (
            {"attachments": [{"blocks": [{"type": "header"}]}]},
            ["missing required field: text [json-pointer:/attachments/0/blocks/0]"],
        ),
    ],
)
def test_a_message_is_judged_with_its_attachments(message: Json, told: list[str]) -> None:
    report = Report()

    judge_message(message, report)

    assert report.messages == told
