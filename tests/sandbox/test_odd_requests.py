"""Requests that make no sense: each is answered with one of Slack's errors, or a sentence, within a second."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import bodies
from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.server import CONTROL
from sandbox.web_api.registry import METHODS
from tests.sandbox.stage import Json, Stage

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TYPES = ["", FORM, JSON, f"{JSON}; charset=utf-8", f"{JSON}; charset=klingon", "multipart/form-data", "text/plain"]
TYPES += ["multipart/form-data; boundary=x", f"{FORM}; charset=iso-8859-1", "text/html", ";;;", "a" * 500]
DEEP = b"[" * 100_000 + b"]" * 100_000
ODD_BODIES = [b"", b"{", b"[]", b"null", b"NaN", b"1e999", b'{"a": NaN}', b'{"text": "\\ud800"}', b"\xff\xfe", b"\x00"]
ODD_BODIES += [DEEP, b'{"a":' * 3_000 + b"1" + b"}" * 3_000, b"9" * 5_000, b"&" * 5_000, b"a=1&a=2", b"%ff=%00&%=%"]
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["\x00", "C1", "-1", "9" * 400, "1e999", "{}", "[[", "🦀", "%", "U1,,U2"]
)
VALUES = st.recursive(
    TEXTS
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
quickly = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


# These two end what every other request needs.
HARMLESS = sorted(METHODS.keys() - {"auth.revoke", "apps.uninstall"})


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        read: Json = json.loads(self.raw)
        return read


class Caller:
    """Sends bytes as they are, over a connection of its own each time."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.host = sandbox.base_url.removeprefix("http://")
        self.token = sandbox.bot_token

    def ask(self, verb: str, path: str, body: bytes | Iterator[bytes] = b"", kind: str = "", **headers: str) -> Told:
        connection = http.client.HTTPConnection(self.host, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()} | (
            {"Content-Type": kind} if kind else {}
        )
        try:
            connection.request(verb, path, body, given)
            response = connection.getresponse()
            return Told(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def call(self, method: str, body: bytes = b"", kind: str = "", verb: str = "POST") -> Told:
        return self.ask(verb, f"/api/{quote(method)}", body, kind, Authorization=f"Bearer {self.token}")

    def give(self, method: str, **arguments: Any) -> Json:
        return self.call(method, json.dumps(arguments).encode(), JSON).body


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
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 1


@quickly
@given(method=st.sampled_from(HARMLESS), body=st.binary(max_size=300), kind=st.sampled_from(TYPES))
def test_any_bytes_to_any_method_get_an_answer_of_slacks(caller: Caller, method: str, body: bytes, kind: str) -> None:
    with soon():
        told = caller.call(method, body, kind)

    assert told.status in (200, 429)
    assert told.body["ok"] or told.body["error"]


@quickly
@given(data=st.data(), method=st.sampled_from(HARMLESS))
def test_any_values_in_the_arguments_of_a_method_get_an_answer(
    caller: Caller, data: st.DataObject, method: str
) -> None:
    names = sorted(METHODS[method].arguments) or ["channel"]
    arguments = data.draw(st.dictionaries(st.sampled_from(names), VALUES))
    form = urlencode(
        {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
    )

    with soon():
        told = [caller.call(method, json.dumps(arguments).encode(), JSON), caller.call(method, form.encode(), FORM)]

    assert {one.status for one in told} <= {200, 429}
    assert "fatal_error" not in [one.body.get("error") for one in told]


ROUTES = sorted(
    {(verb, path) for verb, path, _ in CONTROL if "wait" not in path and path != "/sandbox/sockets/disconnect"}
)


@quickly
@given(
    route=st.sampled_from(ROUTES),
    body=st.binary(max_size=200) | st.sampled_from(ODD_BODIES),
    kind=st.sampled_from(TYPES),
)
def test_any_bytes_to_any_control_route_get_a_sentence(
    caller: Caller, route: tuple[str, str], body: bytes, kind: str
) -> None:
    verb, path = route

    with soon():
        told = caller.ask(verb, path.replace("{", "").replace("}", ""), body, kind)

    assert told.status == 200 or 400 <= told.status < 500
    assert told.status == 200 or len(told.body["error"].split()) > 2


KNOWN_NAMES = [
    "user",
    "channel",
    "text",
    "ts",
    "name",
    "value",
    "values",
    "view_id",
    "action_id",
    "users",
    "id",
    "tz",
    "dnd",
]
KNOWN_NAMES += [
    "commands",
    "events",
    "scopes",
    "creator",
    "members",
    "handle",
    "rules",
    "settings",
    "shortcuts",
    "domain",
]


@quickly
@given(route=st.sampled_from(ROUTES), body=st.dictionaries(st.sampled_from(KNOWN_NAMES), VALUES, max_size=5))
def test_any_json_object_to_any_control_route_gets_an_answer(
    caller: Caller, route: tuple[str, str], body: dict[str, Any]
) -> None:
    verb, path = route

    told = caller.ask(verb, path.replace("{", "").replace("}", ""), json.dumps(body).encode(), JSON)

    assert told.status < 500, told.body["error"]
    assert isinstance(told.body, dict)


@quickly
@given(
    body=st.binary(max_size=200) | st.sampled_from(ODD_BODIES), rest=st.text(st.characters(codec="utf-8"), max_size=20)
)
def test_any_bytes_to_any_response_url_are_refused(caller: Caller, body: bytes, rest: str) -> None:
    told = caller.ask("POST", f"/hooks/actions/{quote(rest)}", body, JSON)

    assert 400 <= told.status < 500


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
