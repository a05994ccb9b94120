"""What an app may do depends on what it was granted, for each type of conversation."""

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.web_api.call import Method
from sandbox.web_api.registry import METHODS
from tests.sandbox.stage import Stage, refused
from tests.sandbox.web_api.calls import settings

SCOPED = [method for method in METHODS.values() if method.scopes or method.kinds]


def test_the_scopes_come_with_every_answer(slack: WebClient) -> None:
    assert "chat:write" in slack.auth_test().headers["x-oauth-scopes"].split(",")


def test_a_missing_scope_is_told_with_what_is_there(slack: WebClient, client: SandboxClient) -> None:
    with settings(client, scopes=["chat:write"]), refused("missing_scope") as answer:
        slack.users_info(user="U1")

    assert (answer["needed"], answer["provided"]) == ("users:read", "chat:write")


@pytest.mark.parametrize("method", SCOPED, ids=lambda method: method.name)
def test_no_method_is_carried_out_without_any_of_its_scopes(
    slack: WebClient, client: SandboxClient, method: Method
) -> None:
    with settings(client, scopes=["commands"]), refused("missing_scope") as answer:
        slack.api_call(method.name)

    asked = {*method.scopes, *(scope for scopes in method.kinds.values() for scope in scopes)}
    assert set(answer["needed"].split(",")) <= asked
    assert answer["provided"] == "commands"


def test_the_scope_depends_on_the_type_of_conversation(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    public, private = stage.channel(), stage.channel(is_private=True)

    with settings(client, scopes=["channels:read", "channels:manage"]):
        slack.conversations_info(channel=public)
        with refused("missing_scope") as read:
            slack.conversations_info(channel=private)
        with refused("missing_scope") as write:
            slack.conversations_create(name=stage.name(), is_private=True)
        with refused("missing_scope"):
            slack.conversations_list(types="public_channel,private_channel")

    assert (read["needed"], write["needed"]) == ("groups:read", "groups:write")


@pytest.mark.parametrize(
    ("scope", "method", "facts"),
    [
        ("channels:write.invites", "conversations.invite", {"users": "U404"}),
        ("channels:write.topic", "conversations.setTopic", {"topic": "x" * 251}),
        ("channels:write.topic", "conversations.setPurpose", {"purpose": "x" * 251}),
    ],
)
def test_a_narrow_scope_is_enough_for_what_it_names(
    stage: Stage, slack: WebClient, client: SandboxClient, scope: str, method: str, facts: dict[str, str]
) -> None:
    channel = stage.channel()

    with settings(client, scopes=[scope]):
        with refused("user_not_found" if "users" in facts else "too_long"):
            slack.api_call(method, params={"channel": channel, **facts})
        with refused("missing_scope"):
            slack.conversations_archive(channel=channel)


def test_emails_are_hidden_without_their_scope(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person(email="hidden@example.com")

    with settings(client, scopes=["users:read"]):
        shown = slack.users_info(user=ana)["user"]

    assert "email" not in shown["profile"]


def test_posting_without_joining_has_its_own_scope(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    channel = stage.foreign_channel()

    with settings(client, scopes=["chat:write", "chat:write.public"]):
        assert slack.chat_postMessage(channel=channel, text="x")["ok"]
