"""What an app makes use of is counted: scopes by what they allowed, events by whether they were heard."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.uses import Uses, subscription_of
from tests.sandbox.stage import MONDAY, PATIENT, HttpApp


@pytest.fixture
def sandbox(http_app: HttpApp) -> Iterator[Sandbox]:
    """Give a workspace of its own: others' uses are counted as well."""
    with Sandbox.start(start=MONDAY, request_url=http_app.url, ack_seconds=PATIENT) as running:
        running.client.configure_app(events=[])
        running.client.add_person("ana", id="U0ANA", email="ana@example.com")
        yield running


def scopes(client: SandboxClient) -> dict[str, Any]:
    counted: dict[str, Any] = client.uses()["scopes"]
    return counted


def test_an_app_that_did_nothing_used_nothing(client: SandboxClient) -> None:
    assert client.uses() == {"scopes": {}, "lacking": {}, "events": {}}


def test_a_scope_is_used_by_the_calls_that_it_allows(client: SandboxClient, slack: WebClient) -> None:
    made = slack.conversations_create(name="acme")["channel"]["id"]
    for _ in range(2):
        slack.chat_postMessage(channel=made, text="hello")

    assert scopes(client) == {
        "channels:manage": {"conversations.create": 1},
        "chat:write": {"chat.postMessage": 2},
    }


def test_the_type_of_conversation_says_which_scope_was_used(client: SandboxClient, slack: WebClient) -> None:
    slack.conversations_create(name="quiet", is_private=True)

    assert list(scopes(client)) == ["groups:write"]


def test_of_two_scopes_that_allow_the_same_the_broad_one_is_used(client: SandboxClient, slack: WebClient) -> None:
    client.configure_app(scopes=["channels:write.topic", "channels:manage"])
    made = slack.conversations_create(name="acme")["channel"]["id"]

    slack.conversations_setTopic(channel=made, topic="hello")

    assert "channels:write.topic" not in scopes(client)


def test_a_narrow_scope_is_used_where_it_stands_alone(client: SandboxClient, slack: WebClient) -> None:
    channel = client.add_channel("acme", "U0ANA", ["U0ANA", client.state()["app"]["user"]])["id"]
    client.configure_app(scopes=["channels:write.topic"])

    slack.conversations_setTopic(channel=channel, topic="hello")

    assert list(scopes(client)) == ["channels:write.topic"]


def test_the_scope_for_addresses_is_used_where_one_is_shown(client: SandboxClient, slack: WebClient) -> None:
    slack.users_info(user="U0ANA")

    assert scopes(client) == {"users:read": {"users.info": 1}, "users:read.email": {"users.info": 1}}


@pytest.mark.parametrize(("method", "lacked"), [("users.list", "users:read"), ("conversations.info", "channels:read")])
def test_a_scope_that_is_not_there_is_lacked(client: SandboxClient, slack: WebClient, method: str, lacked: str) -> None:
    client.configure_app(scopes=["commands"])

    with suppress(SlackApiError):
        slack.api_call(method, params={"channel": "C1"})

    assert client.uses()["lacking"] == {lacked: {method: 1}}
    assert scopes(client) == {}


def test_a_method_that_needs_no_scope_uses_none(client: SandboxClient, slack: WebClient) -> None:
    slack.auth_test()

    assert scopes(client) == {}


def test_a_command_that_is_answered_uses_the_scope_for_commands(client: SandboxClient) -> None:
    client.configure_app(commands=[{"command": "/echo"}])

    client.command("U0ANA", "general", "/echo hi")

    assert scopes(client) == {"commands": {"/echo": 1}}


def test_an_event_that_is_heard_uses_its_scope(client: SandboxClient) -> None:
    client.configure_app(events=["user_change", "team_join"])

    client.add_person("omar")
    client.settle(seconds=PATIENT)

    assert client.uses()["events"] == {"team_join": {"told": 1, "heard": 1}}
    assert scopes(client) == {"users:read": {"team_join": 1}}


@pytest.mark.parametrize(("letter", "scope"), [("C", "channels:read"), ("G", "groups:read")])
def test_where_an_event_has_several_scopes_the_type_of_channel_says_which(letter: str, scope: str) -> None:
    uses, event = Uses(), {"type": "member_joined_channel", "channel_type": letter}

    uses.delivered("events_api", {"event": event}, ["channels:read", "groups:read"], is_acked=True)

    assert list(uses.scopes) == [scope]


def test_an_event_that_is_not_acknowledged_was_not_heard(client: SandboxClient, http_app: HttpApp) -> None:
    http_app.answer = lambda _payload: (404, "")
    client.configure_app(events=["team_join"])

    client.add_person("omar")
    client.settle(seconds=PATIENT)

    counted = client.uses()
    assert counted["events"]["team_join"]["told"] >= 1
    assert counted["events"]["team_join"]["heard"] == 0
    assert counted["scopes"] == {}


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ({"type": "message", "channel_type": "channel"}, "message.channels"),
        ({"type": "message", "channel_type": "group"}, "message.groups"),
        ({"type": "message", "channel_type": "im"}, "message.im"),
        ({"type": "message", "channel_type": "mpim"}, "message.mpim"),
        ({"type": "message"}, ""),
        ({"type": "app_home_opened"}, "app_home_opened"),
        ({"type": "app_rate_limited"}, ""),
        ({}, ""),
    ],
)
def test_an_event_goes_by_the_name_that_one_subscribes_to(event: dict[str, Any], name: str) -> None:
    assert subscription_of(event) == name


@pytest.mark.parametrize(
    ("kind", "payload", "is_acked", "used"),
    [
        ("interactive", {"type": "shortcut", "callback_id": "make"}, True, {"commands": {"make": 1}}),
        ("interactive", {"type": "message_action", "callback_id": "make"}, True, {"commands": {"make": 1}}),
        ("interactive", {"type": "block_actions"}, True, {}),
        ("slash_commands", {"command": "/echo"}, False, {}),
    ],
)
def test_menus_need_the_scope_for_commands_and_buttons_none(
    kind: Any, payload: dict[str, Any], used: dict[str, Any], *, is_acked: bool
) -> None:
    uses = Uses()

    uses.delivered(kind, payload, ["commands"], is_acked=is_acked)

    assert uses.drawn()["scopes"] == used
