"""A workspace whose people act by what they see, and an app behind it that each test scripts in a line or two."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient

from sandbox.trying.person import Person
from sandbox.workspace import Workspace
from tests.sandbox.stage import MONDAY, PATIENT, SECTION, WRITTEN, HttpApp, Json, actions, button, field_of, modal

numbers = itertools.count(1)
SOON = 0.3
"""Seconds of patience where a test is about what never comes."""


@dataclass
class Script:
    """What the app does: it speaks as itself, and opens forms for whoever typed or pressed last."""

    slack: WebClient
    http: HttpApp
    channel: str = ""

    def says(self, text: str = "x", *blocks: Json, **more: object) -> str:
        return str(self.slack.chat_postMessage(channel=self.channel, text=text, blocks=list(blocks), **more)["ts"])

    def opens(self, *blocks: Json, **more: object) -> None:
        """Let every command and press be answered with this form."""

        def answer(payload: Json) -> None:
            if "trigger_id" in payload and payload.get("type") != "view_submission":
                self.slack.views_open(trigger_id=payload["trigger_id"], view=modal(*blocks, **more))

        self.http.answer = answer

    def heard(self, kind: str) -> list[Json]:
        return self.http.payloads(kind)


@pytest.fixture(scope="module")
def workspace(http_app_server: HttpApp) -> Iterator[Workspace]:
    with Workspace.start(start=MONDAY, ack_seconds=PATIENT, request_url=http_app_server.url) as made:
        made.app(name="Helper", events=[], rate_limits=False)
        yield made


@pytest.fixture
def slack(workspace: Workspace) -> WebClient:
    return WebClient(workspace.bot_token, base_url=workspace.api_url, retry_handlers=[])


@pytest.fixture
def place(workspace: Workspace, ana: Person) -> str:
    """Give a channel of the test's own, where Ana is."""
    channel = workspace.channel(f"place-{next(numbers)}", ana)
    ana.goes(channel)
    return channel


@pytest.fixture
def ana(workspace: Workspace) -> Person:
    return workspace.person(f"ana{next(numbers)}", "Ana Silva", tz="Europe/Madrid")


@pytest.fixture
def app(slack: WebClient, http_app: HttpApp, place: str) -> Script:
    return Script(slack, http_app, place)


def section(text: str, **more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


__all__ = ["SECTION", "SOON", "WRITTEN", "Script", "actions", "button", "field_of", "section"]
