"""What the tests of the workspace share: an app behind a request URL, makers of people and channels, refusals."""

import asyncio
import itertools
import json
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import SandboxClient, SandboxRefused

PATIENT = 20.0  # seconds for an ack where a test is not about them: a busy machine is no failure
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
Json = dict[str, Any]
T = TypeVar("T")
Reply = tuple[int, str] | tuple[int, str, dict[str, str]]
SECTION: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}]


@dataclass
class Heard:
    """One request as the app got it."""

    headers: dict[str, str]
    raw: bytes
    payload: Json


@dataclass
class HttpApp:
    """An app behind a request URL: writes down what it hears, and answers with what `answer` makes of it."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Json], Reply | Json | None] = lambda _payload: None

    def reset(self) -> None:
        self.heard = []
        self.answer = lambda _payload: None

    def payloads(self, kind: str = "") -> list[Json]:
        said = [one.payload for one in self.heard]
        return [one for one in said if not kind or kind in (one.get("type"), one.get("event", {}).get("type"))]

    def reply(self, heard: Heard) -> tuple[int, bytes, dict[str, str]]:
        self.heard.append(heard)
        made = self.answer(heard.payload)
        if isinstance(made, dict):
            return 200, json.dumps(made).encode(), {"Content-Type": "application/json"}
        status, text, *headers = made or (200, "")
        return status, text.encode(), {"Content-Type": "text/plain", **(headers[0] if headers else {})}


def _decoded(content_type: str, raw: bytes) -> Json:
    if content_type.startswith("application/json"):
        read: Json = json.loads(raw)
        return read
    form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else form


def handler_for(app: HttpApp) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, body, answered = app.reply(Heard(headers, raw, _decoded(headers["content-type"], raw)))
            self.send_response(status)
            for name, value in {**answered, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            with suppress(BrokenPipeError):  # the workspace has stopped waiting
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


_numbers = itertools.count(1)


@dataclass
class Stage:
    """Makes people and channels that no other test has."""

    client: SandboxClient
    slack: WebClient

    @property
    def bot(self) -> str:
        return str(self.client.state()["app"]["user"])

    def person(self, **facts: Any) -> str:
        name = f"person{next(_numbers)}"
        return str(self.client.add_person(name, name.title(), **facts)["id"])

    def name(self) -> str:
        return f"channel-{next(_numbers)}"

    def channel(self, *people: str, is_private: bool = False) -> str:
        """Make a channel as the bot, with these people in it."""
        made = self.slack.conversations_create(name=self.name(), is_private=is_private)
        channel = str(made["channel"]["id"])
        if people:
            self.slack.conversations_invite(channel=channel, users=list(people))
        return channel

    def foreign_channel(self, *people: str, is_private: bool = False) -> str:
        """Make a channel as a person, without the bot."""
        creator = people[0] if people else self.person()
        return str(self.client.add_channel(self.name(), creator, people, is_private=is_private)["id"])

    def post(self, channel: str, text: str = "x", **more: Any) -> str:
        return str(self.slack.chat_postMessage(channel=channel, text=text, **more)["ts"])

    def history(self, channel: str, **more: Any) -> list[Json]:
        listed: list[Json] = self.slack.conversations_history(channel=channel, **more)["messages"]
        return listed

    def texts(self, channel: str, as_: str | None = None) -> list[str]:
        """List what stands in a channel, without Slack's own notes."""
        return [one["text"] for one in self.client.messages(channel, as_) if not one["subtype"]]


def played(story: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a thread of its own, since a browser test may hold this thread's event loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, story).result()


@contextmanager
def refused(code: str) -> Iterator[Json]:
    """Expect the Web API to refuse with this code; gives the whole answer afterwards."""
    answer: Json = {}
    with pytest.raises(SlackApiError) as caught:
        yield answer
    answer.update(caught.value.response.data)
    assert answer["error"] == code


@contextmanager
def sent_back(status: int, *words: str) -> Iterator[None]:
    """Expect a control route to refuse with this status, in a sentence with these words."""
    with pytest.raises(SandboxRefused) as caught:
        yield
    assert caught.value.status == status
    for word in words:
        assert word in caught.value.sentence


def button(action_id: str = "go", value: str = "v", **more: Any) -> Json:
    return {
        "type": "button",
        "action_id": action_id,
        "value": value,
        "text": {"type": "plain_text", "text": action_id.title()},
        **more,
    }


def actions(*elements: Json, block_id: str = "buttons") -> list[Json]:
    return [{"type": "actions", "block_id": block_id, "elements": list(elements)}]


def field_of(block_id: str, element: Json, **more: Any) -> Json:
    """Make an input block whose element has the action id `value`."""
    label = {"type": "plain_text", "text": block_id.title()}
    return {
        "type": "input",
        "block_id": block_id,
        "label": label,
        "element": {"action_id": "value", **element},
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": list(blocks) or SECTION,
        **more,
    }


WRITTEN: Json = {"type": "plain_text_input"}
