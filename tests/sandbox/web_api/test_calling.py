"""Who may call what: tokens, arguments, bodies, and methods that are not there."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from sandbox.running import Sandbox
from sandbox.web_api.call import Method
from sandbox.web_api.registry import METHODS
from tests.sandbox.stage import Json, Stage, refused
from tests.sandbox.web_api.calls import raw_call

# What any method may answer, besides what its row of the table names.
EVERYWHERE = {"invalid_arguments", "invalid_array_arg", "invalid_arg_name", "missing_scope", "not_allowed_token_type"}
ENDING = {"auth.revoke", "oauth.v2.exchange", "apps.uninstall"}
NAMES = st.sampled_from(sorted({name for method in METHODS.values() for name in method.arguments}))
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["general", "#general", "USLACKBOT", "1700000000.000001", "C1", "{}", "[]", "0", "-1", "now"]),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.sampled_from(["type", "blocks", "text"]), st.text(max_size=5), max_size=3),
)


def test_auth_test_says_who_is_calling_and_where(stage: Stage, slack: WebClient) -> None:
    answer = slack.auth_test()

    assert (answer["user_id"], answer["bot_id"][0], answer["team_id"][0]) == (stage.bot, "B", "T")
    assert answer["url"].startswith("https://")


def test_the_team_and_the_bot_can_be_looked_up(stage: Stage, slack: WebClient) -> None:
    team = slack.team_info()["team"]
    bot = slack.bots_info(bot=slack.auth_test()["bot_id"])["bot"]

    assert team["id"] == slack.auth_test()["team_id"]
    assert bot["user_id"] == stage.bot
    with refused("team_not_found"):
        slack.team_info(team="T404")
    with refused("bot_not_found"):
        slack.bots_info(bot="B404")


def test_a_call_without_a_token_or_with_a_wrong_one_is_refused(sandbox: Sandbox) -> None:
    with refused("not_authed"):
        WebClient(base_url=sandbox.api_url).auth_test()
    with refused("invalid_auth"):
        WebClient("xoxb-wrong", base_url=sandbox.api_url).auth_test()


def test_each_method_asks_for_its_type_of_token(sandbox: Sandbox, slack: WebClient) -> None:
    with refused("not_allowed_token_type"):
        slack.apps_connections_open(app_token=sandbox.bot_token)
    with refused("not_allowed_token_type"):
        WebClient(sandbox.app_token, base_url=sandbox.api_url).auth_test()


def test_a_token_may_stand_among_the_form_fields(sandbox: Sandbox) -> None:
    body = f"token={sandbox.bot_token}".encode()

    assert raw_call(sandbox, "auth.test", body, Content_Type="application/x-www-form-urlencoded")["ok"]


def test_an_unknown_method_is_named(slack: WebClient) -> None:
    with refused("unknown_method") as answer:
        slack.api_call("chat.shout")

    assert answer["req_method"] == "chat.shout"


def test_a_missing_argument_is_named(slack: WebClient) -> None:
    with refused("invalid_arguments") as answer:
        slack.api_call("conversations.info")

    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_json_is_not_read_by_a_method_that_takes_none(stage: Stage, slack: WebClient) -> None:
    with refused("invalid_arguments"):
        slack.api_call("users.info", json={"user": stage.bot})
    assert slack.api_call("users.info", params={"user": stage.bot})["ok"]


def test_arguments_come_as_json_or_as_a_form(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    blocks = [{"type": "divider"}]

    slack.api_call("chat.postMessage", json={"channel": channel, "text": "x", "blocks": blocks})
    slack.api_call("chat.postMessage", params={"channel": channel, "text": "x", "blocks": json.dumps(blocks)})

    assert [one["blocks"][0]["type"] for one in stage.history(channel, limit=2)] == ["divider", "divider"]


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("application/xml", b"<a/>", "invalid_post_type"),
        ("application/x-www-form-urlencoded", b"\xff\xfe", "invalid_charset"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(sandbox: Sandbox, kind: str, body: bytes, code: str) -> None:
    answer = raw_call(sandbox, "chat.postMessage", body, Content_Type=kind, Authorization=f"Bearer {sandbox.bot_token}")

    assert answer == {"ok": False, "error": code}


def test_all_missing_arguments_are_named_at_once(slack: WebClient) -> None:
    with refused("invalid_arguments") as answer:
        slack.api_call("chat.update")

    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: ts",
    ]


@pytest.mark.parametrize("value", [["C1"], {"id": "C1"}])
def test_a_list_where_a_text_belongs_is_refused(slack: WebClient, value: Any) -> None:
    with refused("invalid_array_arg"):
        slack.api_call("chat.delete", json={"channel": value, "ts": "1.000001"})


def test_an_argument_that_no_method_knows_changes_nothing(stage: Stage, slack: WebClient) -> None:
    assert slack.api_call("chat.postMessage", json={"channel": stage.channel(), "text": "x", "shout": True})["ok"]


@pytest.mark.parametrize(
    "method", [one for one in METHODS.values() if not one.takes_json and any(one.arguments.values())]
)
def test_no_method_that_takes_only_forms_reads_json(slack: WebClient, method: Method) -> None:
    needed = {name: "x" for name, is_needed in method.arguments.items() if is_needed}

    with refused("invalid_arguments"):
        slack.api_call(method.name, json=needed)


def test_people_may_be_listed_with_commas_or_as_a_list(stage: Stage, slack: WebClient) -> None:
    people = [stage.person() for _ in range(3)]

    with_commas = slack.api_call("conversations.open", json={"users": ", ".join(people)})
    as_a_list = slack.api_call("conversations.open", json={"users": people})

    assert with_commas["channel"]["id"] == as_a_list["channel"]["id"]


@pytest.mark.parametrize("truth", ["1", "true", True, 1])
def test_a_flag_is_set_in_any_of_the_ways_that_slack_takes(stage: Stage, slack: WebClient, truth: Any) -> None:
    made = slack.api_call("conversations.create", json={"name": stage.name(), "is_private": truth})

    assert made["channel"]["is_private"]


@given(method=st.sampled_from(sorted(METHODS.keys() - ENDING)), arguments=st.dictionaries(NAMES, VALUES, max_size=4))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_answered_with_an_error_that_the_method_may_give(
    sandbox: Sandbox, slack: WebClient, method: str, arguments: Json
) -> None:
    token = sandbox.app_token if METHODS[method].token == "app" else sandbox.bot_token
    headers = {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}

    answer = raw_call(sandbox, method, json.dumps(arguments).encode(), **headers)

    assert answer["ok"] or answer["error"] in METHODS[method].errors | EVERYWHERE
