"""`python -m sandbox` as whoever starts it sees it: one line of JSON, one sentence, and an end when it is asked for."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.sync.client import connect

from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.stage import PATIENT

NAMES = {
    *("api_url", "bot_token", "app_token", "signing_secret", "clock_url", "page"),
    *("client_id", "client_secret", "team"),
}
PROGRAM = [sys.executable, "-m", "sandbox"]
SOON = 10.0
"""Seconds in which the program has to be gone: it needs less than one, on a machine that does nothing else."""


@contextmanager
def program(*arguments: str, prefix: tuple[str, ...] = ()) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run the program; give it and what its first line says."""
    command = [*prefix, *PROGRAM, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running, json.loads(running.stdout.readline())
        finally:
            running.kill()


def ended(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Let the program end by itself; it says nothing on stdout then, and shows nobody a traceback."""
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=PATIENT)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done


def end(running: subprocess.Popen[str], how: signal.Signals) -> str:
    """Ask it to end; return what it had to say about it, which is nothing."""
    begun = time.monotonic()
    running.send_signal(how)
    assert running.wait(PATIENT) == 0
    assert time.monotonic() - begun < SOON
    assert running.stderr is not None
    return running.stderr.read()


# Shells start what runs in the background with the interrupt ignored.
IN_THE_BACKGROUND = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_when_asked(how: signal.Signals) -> None:
    with program("--start", "2026-11-23T08:00:00Z", prefix=IN_THE_BACKGROUND) as (running, described):
        state = SandboxClient(described["page"]).state()
        told = WebClient(described["bot_token"], base_url=described["api_url"]).auth_test()

        assert end(running, how) == ""
    assert set(described) == NAMES
    assert {"ana", "omar", "mei"} <= {one["name"] for one in state["users"]}
    assert told["team_id"] == described["team"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_while_sockets_and_streams_are_open_and_a_command_waits(how: signal.Signals) -> None:
    with program() as (running, described):
        stream = urllib.request.urlopen(f"{described['page']}sandbox/live")
        slack = WebClient(base_url=described["api_url"])
        with connect(str(slack.apps_connections_open(app_token=described["app_token"])["url"])) as listening:
            listening.recv()
            typing = somebody_types(described)
            assert json.loads(listening.recv())["type"] == "slash_commands"

            assert "Traceback" not in end(running, how)

        stream.close()
        typing.join(PATIENT)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_while_an_app_keeps_it_waiting(how: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with program("--request-url", url) as (running, described):
            typing = somebody_types(described)
            asked, _ = silent.accept()

            assert "Traceback" not in end(running, how)

            asked.close()
            typing.join(PATIENT)


def somebody_types(described: dict[str, str]) -> threading.Thread:
    """Let Ana type a command that nobody will answer any more."""
    client = SandboxClient(described["page"])
    client.configure_app(events=[])
    ana = next(each["id"] for each in client.state()["users"] if each["name"] == "ana")

    def type_() -> None:
        with suppress(OSError, HTTPException, SandboxRefused):
            client.command(ana, "general", "/hang")

    typing = threading.Thread(target=type_)
    typing.start()
    return typing


def test_ids_and_credentials_come_from_the_seed() -> None:
    said = []
    for seed in ("one", "one", "two"):
        with program("--seed", seed, "--people", "none") as (_, described):
            said.append({name: each for name, each in described.items() if not each.startswith("http")})

    assert said[0] == said[1]
    assert not set(said[0].values()) & set(said[2].values())


def test_the_clock_begins_and_runs_as_asked() -> None:
    with program("--start", "2026-11-23T08:00:00Z", "--speed", "0") as (_, described):
        told = SandboxClient(described["page"]).clock()

    assert (told["now"], told["speed"]) == ("2026-11-23T08:00:00.000000Z", 0)


def test_those_who_are_listed_are_there(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text('[{"name": "zoe", "tz": "Asia/Tokyo"}, {"name": "gus", "is_restricted": true}]')
    with program("--people", str(people)) as (_, described):
        users = {each["name"]: each for each in SandboxClient(described["page"]).state()["users"]}

    assert (users["zoe"]["tz"], users["gus"]["is_restricted"]) == ("Asia/Tokyo", True)
    assert "ana" not in users


def test_all_traffic_is_in_the_log_at_once_a_line_of_json_each(tmp_path: Path) -> None:
    log = tmp_path / "traffic.jsonl"
    with program("--log", str(log)) as (_, described):
        client = SandboxClient(described["page"])
        WebClient(described["bot_token"], base_url=described["api_url"]).auth_test()
        client.advance(1)

        written = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        assert written == client.traffic()

    assert [each["method"] for each in written][-2:] == ["auth.test", "clock"]
    assert described["bot_token"] not in log.read_text(encoding="utf-8")


def test_the_app_is_what_its_manifest_says(tmp_path: Path) -> None:
    manifest: dict[str, Any] = {
        "display_information": {"name": "Echo"},
        "features": {
            "bot_user": {"display_name": "Echo", "always_online": True},
            "slash_commands": [{"command": "/echo", "description": "Say it again", "should_escape": False}],
        },
        "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
        "settings": {"socket_mode_enabled": True},
    }
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(manifest), encoding="utf-8")
    with program("--manifest", str(file)) as (_, described):
        app = SandboxClient(described["page"]).state()["app"]

    assert (app["name"], app["scopes"]) == ("Echo", ["chat:write", "commands"])
    assert [each["command"] for each in app["commands"]] == ["/echo"]


def test_a_manifest_that_slack_would_refuse_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_text('{"display_information": {}}', encoding="utf-8")

    done = ended("--manifest", str(file))

    assert done.returncode == 2
    assert "display_information" in done.stderr


def test_a_person_who_cannot_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text('[{"name": "zoe", "tz": "Mars/Olympus"}]', encoding="utf-8")

    done = ended("--people", str(file))

    assert (done.returncode, done.stderr) == (2, "'Mars/Olympus' is no time zone; one like Europe/Helsinki is.\n")


def test_a_port_in_use_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = ended("--port", port)

    assert done.returncode == 2
    assert done.stderr == f"Port {port} on 127.0.0.1 cannot be used (Address already in use); try another one.\n"


def test_a_log_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = ended("--log", str(tmp_path / "no" / "where.jsonl"))

    assert done.returncode == 2
    assert done.stderr.endswith("cannot be written (No such file or directory); name another file.\n")


def test_another_address_needs_to_be_told_twice() -> None:
    done = ended("--host", "0.0.0.0")

    assert done.returncode == 2
    assert "--yes-really-listen-elsewhere" in done.stderr
    with program("--host", "0.0.0.0", "--yes-really-listen-elsewhere") as (_, described):
        assert SandboxClient(described["page"]).clock()["speed"] == 1


def test_it_can_be_reached_by_the_other_address_of_this_machine() -> None:
    with program("--host", "::1") as (_, described):
        assert described["page"].startswith("http://[::1]:")
        assert SandboxClient(described["page"]).clock()["speed"] == 1
