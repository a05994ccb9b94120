"""Knocking at our own address: what answers is Baton with the same secret, or it is told what stands there instead."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.findings import Verdict
from messages.delivery.reaching import knocked, public_address

SECRET, STAMP = "8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618
Answer = tuple[int, str]


class Clock:
    def now(self) -> float:
        return float(STAMP)


def believing(body: bytes, headers: Any) -> Answer:
    """Answer as Baton does, whose secret this is."""
    signed = (headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"])
    if not SignatureVerifier(SECRET, clock=Clock()).is_valid(body, *signed):
        return 401, "no"
    return 200, json.dumps({"challenge": json.loads(body)["challenge"]})


@pytest.fixture
def site() -> Iterator[Callable[[Callable[[bytes, Any], Answer]], str]]:
    """Return what opens a site that answers so."""
    opened: list[HTTPServer] = []

    def open_(answer: Callable[[bytes, Any], Answer]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, said = answer(body, self.headers) if self.path == "/slack/events" else (404, "")
                self.send_response(status)
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        opened.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield open_
    for server in opened:
        server.shutdown()
        server.server_close()


Site = Callable[[Callable[[bytes, Any], Answer]], str]


def test_baton_itself_answers_the_challenge(site: Site) -> None:
    finding = knocked(site(believing), SECRET, stamp=STAMP)

    assert finding.verdict is Verdict.OK
    assert "takes this signing secret" in finding.words


def test_a_slash_at_the_end_of_the_address_does_no_harm(site: Site) -> None:
    assert knocked(f"{site(believing)}/", SECRET, stamp=STAMP).verdict is Verdict.OK


def test_a_way_that_is_not_encrypted_is_a_warning(site: Site) -> None:
    finding = public_address(site(believing), SECRET, stamp=STAMP)

    assert finding.verdict is Verdict.WARNING
    assert "not encrypted" in finding.words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, ""), "does not take a request signed with SLACK_SIGNING_SECRET"),
        ((404, ""), "is not there (404)"),
        ((502, ""), "answers HTTP 502"),
        ((200, "<h1>Welcome</h1>"), "is not Baton"),
    ],
)
def test_what_answers_otherwise_is_a_problem_with_a_way_out(site: Site, answer: Answer, words: str) -> None:
    finding = knocked(site(lambda _body, _headers: answer), SECRET, stamp=STAMP)

    assert finding.verdict is Verdict.PROBLEM
    assert words in finding.words
    assert finding.remedy


@pytest.mark.parametrize("secret", [None, "", "another secret of another app"])
def test_another_secret_than_baton_serves_with_is_noticed(site: Site, secret: str | None) -> None:
    assert "SLACK_SIGNING_SECRET" in knocked(site(believing), secret, stamp=STAMP).words


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "https://127.0.0.1:1", "https://[::1", "http://a b"])
def test_where_nobody_answers_it_says_how_to_go_on(address: str) -> None:
    finding = knocked(address, SECRET, stamp=STAMP)

    assert finding.verdict is Verdict.WARNING
    assert "serve" in finding.remedy


def test_without_an_address_slack_cannot_come() -> None:
    assert public_address(None, SECRET, stamp=STAMP).verdict is Verdict.PROBLEM
