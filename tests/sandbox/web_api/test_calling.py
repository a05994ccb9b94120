"""Who may call what: tokens, scopes, bodies, and methods that are not there."""

import json
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import Stage, refused
from tests.sandbox.web_api.calls import raw_call, settings


@pytest.fixture
def narrow(client: SandboxClient) -> Iterator[None]:
    """Leave the app only one scope for the length of a test."""
    before = client.state()["app"]["scopes"]
    client.configure_app(scopes=["chat:write"])
    yield
    client.configure_app(scopes=before)


def test_auth_test_says_who_is_calling_and_where(stage: Stage, slack: WebClient) -> None:
    answer = slack.auth_test()

    assert (answer["user_id"], answer["bot_id"][0], answer["team_id"][0]) == (stage.bot, "B", "T")
    assert answer["url"].startswith("https://")


def test_the_scopes_come_with_every_answer(slack: WebClient) -> None:
    assert "chat:write" in slack.auth_test().headers["x-oauth-scopes"].split(",")


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


def test_a_missing_scope_is_told_with_what_is_there(slack: WebClient, narrow: None) -> None:
    with refused("missing_scope") as answer:
        slack.users_info(user="U1")

    assert (answer["needed"], answer["provided"]) == ("users:read", "chat:write")


def test_the_scope_depends_on_the_type_of_conversation(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    before = client.state()["app"]["scopes"]
    public, private = stage.channel(), stage.channel(is_private=True)
    client.configure_app(scopes=["channels:read", "channels:manage"])
    try:
        slack.conversations_info(channel=public)
        with refused("missing_scope") as read:
            slack.conversations_info(channel=private)
        with refused("missing_scope") as write:
            slack.conversations_create(name=stage.name(), is_private=True)
        with refused("missing_scope"):
            slack.conversations_list(types="public_channel,private_channel")
    finally:
        client.configure_app(scopes=before)

    assert (read["needed"], write["needed"]) == ("groups:read", "groups:write")


def test_emails_are_hidden_without_their_scope(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    before = client.state()["app"]["scopes"]
    ana = stage.person(email="hidden@example.com")
    client.configure_app(scopes=["users:read"])
    try:
        assert "email" not in slack.users_info(user=ana)["user"]["profile"]
    finally:
        client.configure_app(scopes=before)


def test_posting_without_joining_has_its_own_scope(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    before = client.state()["app"]["scopes"]
    channel = stage.foreign_channel()
    client.configure_app(scopes=[*before, "chat:write.public"])
    try:
        assert slack.chat_postMessage(channel=channel, text="x")["ok"]
    finally:
        client.configure_app(scopes=before)
