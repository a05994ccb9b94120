"""The HTTP server: what operators ask, and Slack's requests off the event loop."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.model import UserId, WorkspaceId
from bot.watching import Pulse
from commands.bodies import LARGEST_BODY
from commands.seeing.condition import Condition
from commands.seeing.figures import Figures
from commands.slack_door import believing
from commands.web import server
from tests.bot.making import ANA
from tests.commands.hall import CHANNEL, TEAM, Hall, counter_of, listening
from tests.listening import at_work

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TICKED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WELL = Condition(TICKED, Pulse(), is_quiet=True)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    text: str


def ask(port: int, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST" if body is not None else "GET", path, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers.get("content-type", ""), response.read().decode())
    finally:
        connection.close()


def signed(body: bytes, secret: str = SECRET, *, age: float = 0) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    kind = "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or "", "Content-Type": kind}


def typed(text: str, trigger: str = "t1") -> bytes:
    given = {"command": "/deal", "text": text, "user_id": ANA, "channel_id": CHANNEL, "team_id": TEAM}
    return urlencode(given | {"trigger_id": trigger}).encode()


@dataclass
class Looked:
    """How the process is, as a test wants it."""

    condition: Condition = WELL

    def __call__(self) -> Condition:
        return self.condition


@pytest.fixture(scope="module")
def looked() -> Looked:
    return Looked()


@pytest.fixture(scope="module")
def port(looked: Looked) -> Iterator[int]:
    """Serve without Slack's own way in, as Socket Mode does."""

    async def hook(_: Request) -> PlainTextResponse:
        return PlainTextResponse("taken", 202)

    figures = Figures(seconds=time.monotonic)
    figures.ticked(0.1, went_well=False)
    hooks = [Route("/webhooks/erp", hook, methods=["POST"])]
    with at_work(server(None, webhooks=hooks, condition=looked, figures=figures)) as port:
        yield port


@pytest.fixture
def look(looked: Looked) -> Iterator[Callable[[Condition], None]]:
    def become(condition: Condition) -> None:
        looked.condition = condition

    yield become
    looked.condition = WELL


Look = Callable[[Condition], None]


def test_the_process_says_that_it_lives_whatever_its_condition(port: int, look: Look) -> None:
    look(replace(WELL, problems=("the database is locked",)))

    assert ask(port, "/healthz") == Answer(200, "application/json", '{"status":"alive"}')


def test_it_is_ready_and_says_since_when_and_whether_all_is_quiet(port: int) -> None:
    answer = ask(port, "/readyz")

    assert (answer.status, answer.kind) == (200, "application/json")
    assert json.loads(answer.text) == {
        "status": "ready",
        "reasons": [],
        "ticked_at": "2026-11-23T08:00:00+00:00",
        "waiting": 0,
        "lag_seconds": 0,
        "quiet": True,
        "next_at": None,
    }


def test_it_is_not_ready_with_the_reason(port: int, look: Look) -> None:
    look(Condition(None, Pulse(waiting=3), is_quiet=False, problems=("no tick has completed for 0:00:15", "a key")))

    answer = ask(port, "/readyz")

    assert answer.status == 503
    assert json.loads(answer.text)["status"] == "no tick has completed for 0:00:15"
    assert json.loads(answer.text)["reasons"] == ["no tick has completed for 0:00:15", "a key"]
    assert json.loads(answer.text)["ticked_at"] is None


def test_the_figures_are_there_for_prometheus(port: int, look: Look) -> None:
    look(replace(WELL, pulse=Pulse(waiting=7), problems=("x",)))

    answer = ask(port, "/metrics")

    assert answer.kind.startswith("text/plain")
    lines = (line.split() for line in answer.text.splitlines() if line and not line.startswith("#"))
    shown = {name: float(value) for name, value in lines}
    assert (shown["baton_outbox_waiting"], shown["baton_ready"]) == (7, 0)
    assert shown["baton_last_tick_seconds"] == TICKED.timestamp()
    assert shown["baton_ticks_failed_total"] == 1


def test_webhooks_stand_beside_it(port: int) -> None:
    assert ask(port, "/webhooks/erp", b"{}").status == 202


def test_with_socket_mode_slack_has_no_way_in_here(port: int) -> None:
    assert ask(port, "/slack/events", typed("help"), signed(typed("help"))).status == 404


class TestSlack:
    """Slack's requests over HTTP."""

    @pytest.fixture
    def app(self, hall: Hall) -> App:
        counter = counter_of(hall.office, hall.clock)
        return listening(counter, hall.wire, request_verification_enabled=True, signing_secret=SECRET)

    @pytest.fixture
    def port(self, app: App) -> Iterator[int]:
        with at_work(server(app, webhooks=[], condition=lambda: WELL, believes=believing(SECRET))) as port:
            yield port

    def test_a_signed_request_is_served_after_the_commit(self, hall: Hall, port: int) -> None:
        body = typed("next call by fri")

        answer = ask(port, "/slack/events", body, signed(body))

        assert answer.status == 200
        assert "Noted: *call*" in json.loads(answer.text)["text"]
        assert hall.step("call")

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            signed(b"another body"),
            signed(typed("next call by fri"), "another secret"),
            signed(typed("next call by fri"), age=301),
            signed(typed("next call by fri")) | {"X-Slack-Signature": "v0=" + "0" * 64},
            signed(typed("next call by fri")) | {"X-Slack-Request-Timestamp": "yesterday"},
            signed(typed("next call by fri")) | {"X-Slack-Request-Timestamp": "9" * 5000},
            signed(typed("next call by fri")) | {"X-Slack-Signature": "v0=\u00e9"},
        ],
    )
    def test_an_unsigned_or_stale_request_changes_nothing(self, hall: Hall, port: int, headers: dict[str, str]) -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}

        answer = ask(port, "/slack/events", typed("next call by fri"), kind | headers)

        assert answer.status == 401
        assert hall.deal.steps == ()

    @pytest.mark.parametrize(
        "body", [b"", b"\xff\xfe", b"{", b"payload=%7B", b"payload=1", b"payload=[]", b"[]", b"command=%2Fdeal"]
    )
    def test_what_is_no_request_of_slacks_is_refused_and_nothing_fails(
        self, port: int, body: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        unsigned = ask(port, "/slack/events", body, {"Content-Type": "application/x-www-form-urlencoded"})

        assert unsigned.status == 401
        assert [each for each in caplog.records if each.exc_info] == []

    def test_more_than_slack_ever_sends_is_not_kept(self, port: int) -> None:
        assert ask(port, "/slack/events", b"x" * (LARGEST_BODY + 1)).status == 413

    def test_a_body_that_breaks_off_is_no_incident(self, port: int, caplog: pytest.LogCaptureFixture) -> None:
        with socket.create_connection(("127.0.0.1", port)) as half:
            half.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ncommand=")

        assert ask(port, "/healthz").status == 200
        assert caplog.records == []

    def test_only_posts_are_taken(self, port: int) -> None:
        assert ask(port, "/slack/events").status == 405

    def test_slacks_own_check_of_the_address_is_answered(self, port: int) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "c-1"}).encode()
        headers = signed(body) | {"Content-Type": "application/json"}

        assert json.loads(ask(port, "/slack/events", body, headers).text) == {"challenge": "c-1"}

    def test_a_slow_listener_keeps_nobody_else_waiting(self, hall: Hall) -> None:
        entered, leave = threading.Event(), threading.Event()

        def slow(_: WorkspaceId, __: UserId) -> None:
            entered.set()
            assert leave.wait(20)

        counter = replace(counter_of(hall.office, hall.clock), learn=slow)
        app = listening(counter, hall.wire, request_verification_enabled=True, signing_secret=SECRET)
        # Somebody new: only they are looked up, and everybody else is known at once.
        body = typed("help").replace(ANA.encode(), b"U0STRANGER")
        with at_work(server(app, webhooks=[], condition=lambda: WELL)) as port:
            caller = threading.Thread(target=ask, args=(port, "/slack/events", body, signed(body)))
            caller.start()
            assert entered.wait(20)

            alive, ready = ask(port, "/healthz"), ask(port, "/readyz")
            is_still_there = caller.is_alive()
            leave.set()
            caller.join()

        assert (alive.status, ready.status, is_still_there) == (200, 200, True)
