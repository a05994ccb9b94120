"""Requests that make no sense: each is answered with one of Slack's errors, or a sentence, within a second."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbox.client import SandboxClient
from sandbox.edge import bodies
from sandbox.running import Sandbox
from tests.sandbox.caller import DEEP, FORM, JSON, ODD_BODIES, Caller
from tests.sandbox.stage import Stage


@pytest.fixture(scope="module")
def caller(sandbox: Sandbox) -> Caller:
    return Caller(sandbox)


@pytest.fixture(autouse=True)
def sound(sandbox: Sandbox, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """See to it that no request made the sandbox itself stumble."""
    before = sandbox._platform.shared.traffic.last
    yield
    assert not [one["bug"] for one in sandbox._platform.shared.traffic.after(before) if "bug" in one]
    assert "Traceback" not in capfd.readouterr().err


@contextmanager
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 1


@pytest.mark.parametrize("body", ODD_BODIES, ids=lambda body: repr(body[:12]))
@pytest.mark.parametrize("kind", [FORM, JSON])
def test_odd_bodies_are_answered_in_slacks_words(caller: Caller, body: bytes, kind: str) -> None:
    told = caller.call("chat.postMessage", body, kind)

    assert told.status == 200
    assert told.body["ok"] is False


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{", JSON, "invalid_json"),
        (b'{"channel": NaN}', JSON, "invalid_json"),
        (b'{"n": 1e999}', JSON, "invalid_json"),
        (b'{"text": "\\ud83d"}', JSON, "invalid_json"),
        (DEEP, JSON, "invalid_json"),
        (b"\xff", JSON, "invalid_json"),
        (b"7", JSON, "json_not_object"),
        (b"a=1", f"{FORM}; charset=klingon", "invalid_charset"),
        (b"a=\xff", FORM, "invalid_charset"),
        (b"a=1", "image/png", "invalid_post_type"),
        (b"a=1", "nonsense", "invalid_post_type"),
        (b"a=1", "", "missing_post_type"),
        (b"a=1", "multipart/form-data", "invalid_form_data"),
        (b"&".join(b"a%d=1" % number for number in range(2_000)), FORM, "invalid_form_data"),
        (b"users[]=U1", FORM, "invalid_array_arg"),
        (b"us+ers=U1", FORM, "invalid_arg_name"),
        (b"a" * 200 + b"=1", FORM, "invalid_arg_name"),
        (b'{"channel": ["C1"], "text": "x"}', JSON, "invalid_array_arg"),
    ],
)
def test_each_kind_of_bad_body_has_its_error(caller: Caller, body: bytes, kind: str, code: str) -> None:
    assert caller.call("chat.postMessage", body, kind).body["error"] == code


@pytest.mark.parametrize("path", ["/api/chat.postMessage", "/sandbox/people", "/hooks/actions/T1/a/b"])
def test_ten_megabytes_are_refused_without_being_kept(caller: Caller, path: str) -> None:
    told = caller.ask("POST", path, b"x" * 10_000_000, JSON, Authorization=f"Bearer {caller.token}")

    assert told.status == 413
    assert b"too" in told.raw


def test_a_body_without_a_length_is_bounded_too(caller: Caller) -> None:
    told = caller.ask("POST", "/api/auth.test", (b"x" * 100_000 for _ in range(100)), FORM)

    assert (told.status, told.body["error"]) == (413, "request_too_large")


def test_a_body_at_the_bound_is_read(caller: Caller, stage: Stage) -> None:
    body = json.dumps({"channel": stage.channel(), "text": ""}).encode()
    padded = body[:-2] + b"x" * (bodies.BODY_BYTES - len(body)) + b'"}'

    assert caller.call("chat.postMessage", padded, JSON).status == 200
    assert caller.call("chat.postMessage", padded + b" ", JSON).status == 413


def test_a_body_that_breaks_off_holds_nobody_up(sandbox: Sandbox, client: SandboxClient, caller: Caller) -> None:
    host, port = caller.host.split(":")
    with socket.create_connection((host, int(port))) as half:
        half.sendall(b"POST /api/auth.test HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        time.sleep(0.1)

    with soon():
        client.advance(1)

    assert client.traffic()[-2]["answer"]["error"] == "request_timeout"


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_verbs_that_no_method_takes_are_refused(caller: Caller, verb: str) -> None:
    told = caller.call("auth.test", verb=verb)

    assert (told.status, told.body["error"], told.headers["allow"]) == (405, "method_not_allowed", "GET, POST")


def test_a_method_may_be_asked_with_get(caller: Caller, stage: Stage) -> None:
    channel = stage.channel()

    assert caller.call("auth.test", verb="GET").body["ok"]
    told = caller.ask("GET", f"/api/conversations.info?channel={channel}", Authorization=f"Bearer {caller.token}")
    assert told.body["channel"]["id"] == channel


def test_of_arguments_that_come_twice_the_last_one_counts(caller: Caller, stage: Stage) -> None:
    channel = stage.channel()
    told = caller.call("chat.postMessage", f"channel=C404&channel={channel}&text=x".encode(), FORM)

    assert told.body["channel"] == channel


@pytest.mark.parametrize(
    "name", ["", "chat", "chat.postMessage/x", "CHAT.POSTMESSAGE", "../sandbox/state", "a" * 5_000, "\x00", "ü"]
)
def test_a_method_that_is_not_there_is_unknown(caller: Caller, name: str) -> None:
    assert caller.call(name).body["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "not_authed"),
        ("Bearer", "not_authed"),
        ("Basic eA==", "not_authed"),
        ("Bearer xoxp-1-2-3", "invalid_auth"),
        ("Bearer xoxb-1-2-3", "invalid_auth"),
        ("Bearer \xff\xfe", "invalid_auth"),
        ("Bearer " + "x" * 20_000, "invalid_auth"),
    ],
)
def test_a_bad_token_has_its_error(caller: Caller, header: str, code: str) -> None:
    assert caller.ask("POST", "/api/users.list", Authorization=header).body["error"] == code


def test_the_apps_own_token_is_not_the_bots(sandbox: Sandbox, caller: Caller) -> None:
    told = caller.ask("POST", "/api/users.list", Authorization=f"Bearer {sandbox.app_token}")

    assert told.body["error"] == "not_allowed_token_type"


def test_a_token_in_json_is_none(sandbox: Sandbox, caller: Caller) -> None:
    body = json.dumps({"token": sandbox.bot_token}).encode()

    assert caller.ask("POST", "/api/chat.postMessage", body, JSON).body["error"] == "not_authed"


def test_an_address_that_leads_nowhere_says_so_in_a_sentence(caller: Caller) -> None:
    nowhere, wrong = caller.ask("GET", "/sandbox/nothing"), caller.ask("PUT", "/sandbox/clock")

    assert (nowhere.status, wrong.status) == (404, 405)
    assert "docs/sandbox.md" in nowhere.body["error"]
    assert wrong.body["error"] == "PUT does nothing at /sandbox/clock; GET and POST do."
    assert caller.ask("GET", "/hooks/actions/T1/a/b").status == 405


def test_nul_and_control_characters_are_kept_as_they_are(caller: Caller, stage: Stage) -> None:
    channel = stage.channel()
    text = "a\x00b\x1b[31m\u202e"

    assert caller.give("chat.postMessage", channel=channel, text=text)["ok"]
    assert stage.texts(channel) == [text]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"advance_seconds": 1' + "0" * 400 + "}", "fifteen digits"),
        ('{"advance_seconds": 1e14}', "leave the calendar"),
        ('{"advance_seconds": true}', "is a number"),
        ('{"speed": "fast"}', "is a number"),
        ('{"speed": 1e12}', "0 (stopped)"),
        ('{"move_to": "9999-12-31T23:59:59-14:00"}', "ends in 9000"),
        ('{"move_to": "0001-01-01T00:00:00+14:00"}', "only moves forward"),
        ('{"move_to": 7}', "is no moment"),
        ("{}", "move_to"),
    ],
)
def test_a_clock_stays_within_the_calendar_whatever_it_is_told(caller: Caller, body: str, words: str) -> None:
    told = caller.ask("POST", "/sandbox/clock", body.encode(), JSON)

    assert told.status == 400
    assert words in told.body["error"]


def test_a_move_of_which_one_half_makes_no_sense_does_nothing(caller: Caller, client: SandboxClient) -> None:
    before = client.clock()["epoch"]

    told = caller.ask("POST", "/sandbox/clock", b'{"advance_seconds": 86400, "speed": "fast"}', JSON)

    assert told.status == 400
    assert client.clock()["epoch"] - before < 3600
