"""Shortcuts as the app names them: in the menu of the workspace, or of a message."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import HttpApp, Stage, sent_back

START = {"name": "Start a deal", "type": "global", "callback_id": "start", "description": "Begin"}
STEP = {"name": "Make a step", "type": "message", "callback_id": "step", "description": "Next"}


@pytest.fixture
def named(client: SandboxClient) -> Iterator[None]:
    client.configure_app(shortcuts=[START, STEP])
    yield
    client.configure_app(shortcuts=[])


@pytest.mark.usefixtures("named")
def test_those_that_are_named_are_listed_and_reach_the_app(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    assert client.shortcut(ana, "start")["ok"]
    assert client.shortcut(ana, "step", channel, stage.post(channel))["ok"]

    assert client.state()["app"]["shortcuts"] == [START, STEP]
    assert [one["callback_id"] for one in http_app.payloads()] == ["start", "step"]


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("callback_id", "is_on_message", "words"),
    [
        ("nope", False, "no global shortcut 'nope'; it has: start"),
        ("step", False, "it has: start"),
        ("start", True, "no message shortcut 'start'; it has: step"),
    ],
)
def test_no_menu_shows_another(
    stage: Stage, client: SandboxClient, callback_id: str, is_on_message: bool, words: str
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel) if is_on_message else None

    with sent_back(404, words):
        client.shortcut(ana, callback_id, channel if ts else None, ts)


def test_what_is_for_one_persons_eyes_has_no_shortcuts(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = str(slack.chat_postEphemeral(channel=channel, user=ana, text="psst")["message_ts"])

    with sent_back(400, "no shortcuts"):
        client.shortcut(ana, "step", channel, ts)


@pytest.mark.parametrize(
    "wrong", ["start", [{"name": "X"}], [{**START, "type": "local"}], [{**START, "callback_id": ""}], ["start"]]
)
def test_shortcuts_that_cannot_be_are_sent_back(client: SandboxClient, wrong: Any) -> None:
    with sent_back(400, "shortcut"):
        client.configure_app(shortcuts=wrong)
