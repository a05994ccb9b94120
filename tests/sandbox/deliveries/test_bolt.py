"""A real Bolt app takes everything that is sent, over Socket Mode and over signed HTTP, and finds a listener for each."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox.deliveries.outcome import Kind, Outcome
from sandbox.deliveries.subscriptions import SCOPES
from sandbox.hosting import hosting
from sandbox.running import Sandbox
from sandbox.workspace import Workspace
from tests.sandbox.deliveries.everything import everything_happens, interactions
from tests.sandbox.deliveries.inside import tell
from tests.sandbox.stage import MONDAY, PATIENT, Json

ANYTHING = re.compile(".*")
LISTENERS = {
    "slash_command": "command",
    "press": "action",
    "whispered_press": "action",
    "form_press": "action",
    "home_press": "action",
    "submission": "view_submission",
    "closing": "view_closed",
    "shortcut": "shortcut",
    "message_shortcut": "shortcut",
    "message_menu": "options",
    "form_menu": "options",
}
OPTION: Json = {"text": {"type": "plain_text", "text": "Acme"}, "value": "acme"}


def listening(workspace: Workspace, heard: list[tuple[str, Json]]) -> App:
    """Make an app that writes down what came, and which kind of listener it came to."""
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, signing_secret=workspace.signing_secret, ignoring_self_events_enabled=False)

    def listener(kind: str, *answer: Any, **more: Any) -> Any:
        def listen(ack: Ack, body: Json) -> None:
            heard.append((kind, body))
            ack(*answer, **more)

        return listen

    app.command(ANYTHING)(listener("command", "done"))
    app.action(ANYTHING)(listener("action"))
    app.view(ANYTHING)(listener("view_submission", response_action="clear"))
    app.view_closed(ANYTHING)(listener("view_closed"))
    app.shortcut(ANYTHING)(listener("shortcut"))
    app.options(ANYTHING)(listener("options", options=[OPTION]))
    app.event(ANYTHING)(listener("event"))
    return app


@pytest.fixture(scope="module", params=["socket", "http"])
def team(request: pytest.FixtureRequest) -> Iterator[tuple[Sandbox, list[tuple[str, Json]]]]:
    """Give a workspace in which an app listens to everything, and what it heard so far."""
    heard: list[tuple[str, Json]] = []
    with Workspace.start(start=MONDAY, ack_seconds=PATIENT) as workspace:
        workspace.client.configure_app(events=list(SCOPES))
        with hosting(listening(workspace, heard), workspace, over=request.param):
            assert workspace._sandbox
            yield workspace._sandbox, heard


def brought(sandbox: Sandbox, payload: Json) -> Outcome:
    """Bring one payload to the app as the workspace does, and give what came of it."""
    kind = cast("Kind", "interactive" if "type" in payload else "slash_commands")
    assert sandbox._loop
    delivery = sandbox._platform.first.dispatcher.deliver(kind, payload)
    return asyncio.run_coroutine_threadsafe(delivery, sandbox._loop).result(PATIENT)


def test_every_event_comes_to_a_listener_and_is_acknowledged(team: tuple[Sandbox, list[tuple[str, Json]]]) -> None:
    sandbox, heard = team
    before = sandbox.client.traffic()[-1]["number"]

    tell(sandbox, everything_happens)
    sandbox.client.advance(0)

    sent = [one for one in sandbox.client.traffic(before) if one["kind"] == "delivery"]
    events = {one["args"]["event_id"] for one in sent}
    assert {one["args"]["event_id"] for one in sent if one["status"] == "acked"} == events
    assert {body["event_id"] for kind, body in heard if kind == "event"} == events
    assert len(events) > 40


@pytest.mark.parametrize("name", LISTENERS)
def test_every_interaction_comes_to_its_kind_of_listener(
    team: tuple[Sandbox, list[tuple[str, Json]]], name: str
) -> None:
    sandbox, heard = team
    drawn: dict[str, Json] = {}
    tell(sandbox, lambda world: drawn.update(interactions(world)))

    outcome = brought(sandbox, drawn[name])

    kind, body = heard[-1]
    assert (outcome.is_acked, kind) == (True, LISTENERS[name])
    assert body == drawn[name]


def test_an_answer_comes_back_from_what_may_be_answered(team: tuple[Sandbox, list[tuple[str, Json]]]) -> None:
    sandbox, _ = team
    drawn: dict[str, Json] = {}
    tell(sandbox, lambda world: drawn.update(interactions(world)))

    said = {name: brought(sandbox, drawn[name]).body for name in LISTENERS}

    assert said["slash_command"] == {"text": "done"}
    assert said["submission"] == {"response_action": "clear"}
    assert said["form_menu"] == said["message_menu"] == {"options": [OPTION]}
    assert {said[name] for name in ("press", "shortcut", "closing")} == {None}
