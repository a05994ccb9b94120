"""The answer through a one-time address."""

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from messages.delivery.responding import respond
from messages.message import Message

HELLO = Message("hello", ({"type": "divider"},))


class Hook:
    """An address that keeps what is posted to it and answers as told."""

    def __init__(self) -> None:
        self.status = 200
        self.sends_on_to = ""
        self.got: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.headers.append(dict(self.headers))
                hook.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self._answer()

            def do_GET(self) -> None:
                hook.got.append({"came from": self.path})
                self._answer()

            def _answer(self) -> None:
                self.send_response(hook.status)
                if hook.sends_on_to:
                    self.send_header("Location", hook.sends_on_to)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook/secret"
        self.api_url = f"http://127.0.0.1:{self.server.server_port}/api/"


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_an_answer_is_shown_to_the_one_who_asked(hook: Hook) -> None:
    assert respond(hook.url, HELLO, api_url=hook.api_url)

    assert hook.got == [
        {"text": "hello", "blocks": [{"type": "divider"}], "replace_original": False, "response_type": "ephemeral"}
    ]


def test_an_answer_can_take_the_place_of_what_was_pressed(hook: Hook) -> None:
    assert respond(hook.url, Message("done", ()), api_url=hook.api_url, replace=True)

    assert hook.got == [{"text": "done", "replace_original": True}]


def test_no_token_travels_with_it(hook: Hook) -> None:
    respond(hook.url, HELLO, api_url=hook.api_url)

    assert "Authorization" not in hook.headers[0]


@pytest.mark.parametrize("status", [404, 410, 500])
def test_an_address_that_is_used_up_is_said_and_not_raised(hook: Hook, status: int) -> None:
    hook.status = status

    assert respond(hook.url, HELLO, api_url=hook.api_url) is False


def test_an_address_that_nobody_serves_is_said_and_not_raised(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert respond("http://127.0.0.1:1/hook/secret", HELLO, api_url="http://127.0.0.1:1/api/") is False

    assert "secret" not in caplog.text


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/x", "", "not an address"])
def test_what_is_no_web_address_is_never_opened(url: str) -> None:
    assert respond(url, HELLO, api_url=url) is False


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_to_another_address(hook: Hook, status: int) -> None:
    hook.status, hook.sends_on_to = status, f"{hook.api_url}elsewhere"

    assert respond(hook.url, HELLO, api_url=hook.api_url) is False

    assert [got.get("text") for got in hook.got] == ["hello"]


@pytest.mark.parametrize("api_url", ["https://slack.com/api/", "http://127.0.0.1:1/api/", "http://localhost/api/"])
def test_an_address_of_another_than_our_slack_is_never_called(hook: Hook, api_url: str) -> None:
    assert respond(hook.url, HELLO, api_url=api_url) is False

    assert hook.got == []
