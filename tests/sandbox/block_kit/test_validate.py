"""blocks.validate: what Slack says to blocks, messages and views that it is only asked about."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.sandbox.block_kit.build import PLAIN, input_of, plain, section, select
from tests.sandbox.stage import SECTION, Json, modal, refused

HOME: Json = {"type": "home", "blocks": SECTION}


def validate(slack: WebClient, **payload: Any) -> Any:
    return slack.api_call("blocks.validate", json=payload)


def written(**payload: Any) -> dict[str, str]:
    return {name: json.dumps(value) for name, value in payload.items()}


@pytest.mark.parametrize(
    "payload",
    [
        {"blocks": SECTION},
        {"blocks": []},
        {"blocks": [section(), {"type": "alert", "text": PLAIN}, {"type": "markdown", "text": "x"}]},
        {"view": modal()},
        {"view": HOME},
        {"message": {"text": "hi"}},
        {"message": {"text": "hi", "blocks": SECTION, "attachments": [{"blocks": SECTION}]}},
    ],
)
def test_what_keeps_the_rules_is_ok_and_nothing_else_is_said(slack: WebClient, payload: Json) -> None:
    assert validate(slack, **written(**payload)).data == {"ok": True}
    assert slack.api_call("blocks.validate", data=written(**payload)).data == {"ok": True}


def test_the_example_of_slacks_documentation_is_answered_as_there(slack: WebClient) -> None:
    with refused("invalid_blocks") as answer:
        validate(slack, **written(blocks=[{"type": "section", "text": {"type": "invalid", "text": "Hello"}}]))

    assert answer == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [
            {
                "code": "failed_constraint",
                "message": "unsupported type: invalid",
                "pointer": "/0/text/type",
                "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"]},
            }
        ],
    }


@pytest.mark.parametrize(
    ("payload", "code", "pointers"),
    [
        ({"blocks": [{"type": "divider"}, {"type": "header"}]}, "invalid_blocks", ["/1"]),
        ({"blocks": [{"type": "divider"}] * 101}, "invalid_blocks", [""]),
        ({"blocks": [section(block_id="a"), section(block_id="a")]}, "invalid_blocks", ["/1/block_id"]),
        ({"view": modal(input_of(select()), submit=None)}, "invalid_view", [""]),
        ({"view": modal(title=plain(25))}, "invalid_view", ["/title/text"]),
        ({"view": {**HOME, "blocks": [{"type": "alert"}], "title": PLAIN}}, "invalid_view", ["", "/blocks/0/type"]),
        ({"view": {"type": "workflow_step", "blocks": []}}, "invalid_view", ["/type"]),
        ({"view": {"blocks": []}}, "invalid_view", [""]),
        ({"message": {"text": ""}}, "invalid_message", [""]),
        ({"message": {"blocks": [{"type": "alert"}]}}, "invalid_message", ["/blocks/0/type"]),
        ({"message": {"attachments": [{"blocks": [{}]}]}}, "invalid_message", ["/attachments/0/blocks/0"]),
        ({"message": {"blocks": "x"}}, "invalid_message", ["/blocks"]),
    ],
)
def test_faults_are_told_from_the_root_of_what_was_given(
    slack: WebClient, payload: Json, code: str, pointers: list[str]
) -> None:
    with refused(code) as answer:
        validate(slack, **written(**payload))

    assert [error["pointer"] for error in answer["errors"]] == pointers
    assert all(set(error) == {"code", "message", "pointer", "constraint"} for error in answer["errors"])


@pytest.mark.parametrize(
    ("errors", "constraint"),
    [
        (section(text=plain(3001)), {"type": "maxLength", "expected": 3000}),
        (section(text=plain(0)), {"type": "minLength", "expected": 1}),
        (section(fields=[PLAIN] * 11), {"type": "maxItems", "expected": 10}),
        (section(fields=[]), {"type": "minItems", "expected": 1}),
        (section(expand=1), {"type": "type", "expected": "boolean"}),
        ({"type": "header"}, {"type": "required", "expected": ["text"]}),
        ({"type": "divider", "x": 1}, {"type": "additionalProperties", "expected": ["type", "block_id"]}),
        (section(accessory=select(option_groups=[])), {"type": "minItems", "expected": 1}),
        (input_of({"type": "datepicker", "initial_date": "x"}), {"type": "format", "expected": "YYYY-MM-DD"}),
    ],
)
def test_an_error_says_what_was_expected(slack: WebClient, errors: Json, constraint: Json) -> None:
    with refused("invalid_blocks") as answer:
        validate(slack, **written(blocks=[errors]))

    assert constraint in [error["constraint"] for error in answer["errors"]]


@pytest.mark.parametrize("payload", [{}, {"blocks": "[]", "view": "{}"}, {"blocks": "", "view": ""}])
def test_exactly_one_payload_is_validated(slack: WebClient, payload: Json) -> None:
    with refused("invalid_arguments") as answer:
        validate(slack, **payload)

    expected = "must provide exactly one of `blocks`, `view`, or `message`"
    assert answer["response_metadata"]["messages"] == [expected]


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ({"blocks": "{"}, "`blocks` must be an array as valid JSON"),
        ({"blocks": "{}"}, "`blocks` must be an array as valid JSON"),
        ({"view": "[]"}, "`view` must be an object as valid JSON"),
        ({"message": "7"}, "`message` must be an object as valid JSON"),
        ({"message": json.dumps({"text": "x" * 100_000})}, "`message` must be less than 100001 characters"),
        ({"blocks": [section(text=plain(3000))] * 40}, "`blocks` must be less than 100001 characters"),
    ],
)
def test_what_cannot_be_read_is_no_payload(slack: WebClient, payload: Json, sentence: str) -> None:
    with refused("invalid_arguments") as answer:
        validate(slack, **payload)

    assert answer["response_metadata"]["messages"] == [sentence]


def test_a_payload_of_just_a_hundred_thousand_characters_is_validated(slack: WebClient) -> None:
    frame = len(json.dumps({"text": ""}))

    assert validate(slack, message=json.dumps({"text": "x" * (100_000 - frame)}))["ok"]


def test_blocks_may_be_given_as_they_are(slack: WebClient) -> None:
    assert validate(slack, blocks=SECTION)["ok"]


def test_nothing_is_shown_to_anyone(slack: WebClient) -> None:
    channel = slack.conversations_create(name="validated")["channel"]["id"]

    validate(slack, **written(message={"channel": channel, "text": "hi"}))

    assert "hi" not in [one["text"] for one in slack.conversations_history(channel=channel)["messages"]]
