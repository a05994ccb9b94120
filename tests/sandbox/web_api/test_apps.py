"""What an app asks as itself: where to connect, and for whom an event was."""

import base64
import json

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.state import event_context
from tests.sandbox.stage import HttpApp, Json, Stage, refused


@pytest.fixture
def app(sandbox: Sandbox) -> WebClient:
    return WebClient(sandbox.app_token, base_url=sandbox.api_url, retry_handlers=[])


def test_every_connection_gets_a_ticket_of_its_own(app: WebClient, sandbox: Sandbox) -> None:
    first, second = (app.apps_connections_open(app_token=sandbox.app_token)["url"] for _ in range(2))

    assert first.startswith("ws://127.0.0.1:")
    assert first != second


def test_an_event_leads_to_the_installation_it_was_for(
    app: WebClient, client: SandboxClient, stage: Stage, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.configure_app(events=["message.channels"])
    try:
        client.message(ana, channel, "hello")
    finally:
        client.configure_app(events=[])
    event = http_app.payloads("message")[0]

    found = app.apps_event_authorizations_list(event_context=event["event_context"])["authorizations"]

    assert [(one["team_id"], one["user_id"], one["is_bot"]) for one in found] == [(event["team_id"], stage.bot, True)]
    assert [one["team_id"] for one in found] == [one["team_id"] for one in event["authorizations"]]


def test_an_event_of_a_workspace_that_the_app_has_left_is_for_nobody(
    app: WebClient, client: SandboxClient, sandbox: Sandbox
) -> None:
    other = client.add_workspace("Left behind")
    WebClient(other["bot_token"], base_url=sandbox.api_url).auth_revoke(test=False)
    context = event_context.made(other["id"], sandbox._platform.shared.app.id, {"type": "message"})

    assert app.apps_event_authorizations_list(event_context=context)["authorizations"] == []


def test_only_the_app_itself_may_ask(slack: WebClient) -> None:
    with refused("not_allowed_token_type"):
        slack.apps_event_authorizations_list(event_context="4-")


def test_an_event_context_says_what_happened_where() -> None:
    event = {"type": "reaction_added", "channel": "C1"}

    assert event_context.read(event_context.made("T1", "A1", event)) == {
        "et": "reaction_added",
        "tid": "T1",
        "aid": "A1",
        "cid": "C1",
    }


def encoded(value: Json | list[str]) -> str:
    return "4-" + base64.b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize("text", ["", "4-", "4-***", "EC123", encoded([]), encoded({"et": "x"}), encoded({})[2:]])
def test_other_texts_are_no_event_contexts(text: str) -> None:
    assert event_context.read(text) is None
