"""Response URLs over HTTP: each wrong use is refused as a webhook refuses, and stands in the log."""

import json

import pytest

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.caller import JSON, Caller
from tests.sandbox.stage import HttpApp, Stage


@pytest.fixture(scope="module")
def caller(sandbox: Sandbox) -> Caller:
    return Caller(sandbox)


@pytest.fixture
def path(stage: Stage, client: SandboxClient, http_app: HttpApp) -> str:
    """Give the path of a response URL that is good, from a command that somebody typed."""
    ana = stage.person()
    client.command(ana, stage.channel(ana), "/deal")
    url = str(http_app.payloads()[-1]["response_url"])
    return url[url.index("/hooks/") :]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"{", 400, b"invalid_payload"),
        (b"\xff", 400, b"invalid_payload"),
        (b"", 400, b"invalid_payload"),
        (b"[" * 100_000, 400, b"invalid_payload"),
        (b'{"text": "\\ud800"}', 400, b"invalid_payload"),
        (b"[]", 400, b"invalid_payload"),
        (b"{}", 400, b"no_text"),
        (b'{"text": 7}', 400, b""),
        (b'{"blocks": [{"type": "divider"}, 7]}', 400, b"invalid_blocks"),
        (b"x" * 3_000_000, 413, b"request_too_large"),
    ],
)
def test_what_cannot_be_shown_is_refused(caller: Caller, path: str, body: bytes, status: int, words: bytes) -> None:
    told = caller.ask("POST", path, body, JSON)

    assert told.status == status
    assert words in told.raw


def test_an_answer_that_was_refused_may_be_given_again(
    caller: Caller, stage: Stage, client: SandboxClient, path: str
) -> None:
    refused = [caller.ask("POST", path, b"{", JSON).status for _ in range(6)]

    told = caller.ask("POST", path, json.dumps({"text": "at last"}).encode(), JSON)

    assert (set(refused), told.status) == ({400}, 200)


@pytest.mark.parametrize("rest", ["", "T404/a/b", "T/../../x", "%00/%ff"])
def test_an_address_that_nobody_was_given_is_not_found(caller: Caller, rest: str) -> None:
    told = caller.ask("POST", f"/hooks/actions/{rest}", b'{"text": "x"}', JSON)

    assert told.status == 404


def test_each_use_stands_in_the_log_with_what_came_of_it(caller: Caller, client: SandboxClient, path: str) -> None:
    before = client.traffic()[-1]["number"]

    caller.ask("POST", path, b"{", JSON)
    caller.ask("POST", path, b'{"text": "hello"}', JSON)

    entries = [one for one in client.traffic(before) if one["kind"] == "hook"]
    assert [one["status"] for one in entries] == [400, 200]
    assert [one["answer"] for one in entries] == ["invalid_payload", {"ok": True}]
    assert entries[1]["args"] == {"text": "hello"}
    assert {one["team"] for one in entries} == {client.state()["team"]["id"]}
