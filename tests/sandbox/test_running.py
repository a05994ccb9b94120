"""Starting and stopping a sandbox in this process."""

import http.client
import json
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from sandbox.errors import Refused
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY

NAMES = {
    *("api_url", "bot_token", "app_token", "signing_secret", "clock_url", "page"),
    *("client_id", "client_secret", "team"),
}


def test_a_started_workspace_describes_itself_in_full() -> None:
    with Sandbox.start(start=MONDAY) as sandbox:
        described = sandbox.describe()

        assert set(described) == NAMES
        assert described["api_url"].endswith("/api/")
        assert described["bot_token"].startswith("xoxb-")
        assert described["app_token"].startswith("xapp-")
        with urllib.request.urlopen(described["clock_url"]) as answer:
            assert json.loads(answer.read())["now"].startswith("2026-11-23T08:00")


def test_credentials_are_the_same_in_every_run() -> None:
    with Sandbox.start() as first, Sandbox.start() as second:
        assert (first.bot_token, first.signing_secret) == (second.bot_token, second.signing_secret)
        assert first.page != second.page


def test_the_same_script_gives_the_same_ids() -> None:
    made = []
    for _ in range(2):
        with Sandbox.start(start=MONDAY) as sandbox:
            made.append((sandbox.client.add_person("ana")["id"], sandbox.client.state()["team"]["id"]))

    assert made[0] == made[1]


def test_stopping_frees_the_port_ends_streams_and_may_be_repeated() -> None:
    sandbox = Sandbox.start()
    port = int(sandbox.page.rsplit(":", 1)[1].strip("/"))
    stream = urllib.request.urlopen(f"{sandbox.base_url}/sandbox/live")
    stream.readline()

    sandbox.stop()
    sandbox.stop()

    stream.close()
    again = Sandbox.start(port=port)
    again.stop()


def test_a_port_in_use_is_an_error_of_the_system() -> None:
    with Sandbox.start() as sandbox, pytest.raises(OSError, match="in use"):
        Sandbox.start(port=int(sandbox.page.rsplit(":", 1)[1].strip("/")))


def test_a_speed_that_is_none_is_refused_before_anything_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(Refused, match="A speed is a number from 0"):
        Sandbox.start(port=port, speed=-1)

    Sandbox.start(port=port).stop()


def test_the_log_gets_each_entry_when_it_is_complete(tmp_path: Path) -> None:
    with (tmp_path / "log.jsonl").open("w", encoding="utf-8") as log, Sandbox.start(log=log) as sandbox:
        sandbox.client.advance(1)

        (written,) = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
        assert written == sandbox.client.traffic()[0]


def test_a_kept_connection_is_answered_at_once() -> None:
    """Answers used to be held back for 40 ms each, until the client had acknowledged their first half."""
    with Sandbox.start(start=MONDAY) as sandbox:
        connection = http.client.HTTPConnection(sandbox.base_url.removeprefix("http://"), timeout=10)
        taken = []
        for _ in range(200):
            begun = time.monotonic()
            connection.request("GET", "/sandbox/clock")
            connection.getresponse().read()
            taken.append(time.monotonic() - begun)
        connection.close()

    assert min(taken[1:]) < 0.03


def test_a_page_that_keeps_its_connection_does_not_keep_the_sandbox() -> None:
    sandbox = Sandbox.start()
    connection = http.client.HTTPConnection(sandbox.base_url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/sandbox/clock")
    connection.getresponse().read()
    begun = time.monotonic()

    sandbox.stop()

    assert time.monotonic() - begun < 10
    connection.close()


def test_who_listens_everywhere_is_still_reached_from_here() -> None:
    with Sandbox.start(host="0.0.0.0") as sandbox:
        assert sandbox.base_url.startswith("http://127.0.0.1:")
        assert sandbox.client.clock()["speed"] == 1
