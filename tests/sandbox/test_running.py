"""Starting and stopping a workspace: in this process, and as a program of its own."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY

NAMES = {"api_url", "bot_token", "app_token", "signing_secret", "clock_url", "page"}


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


@pytest.fixture
def program() -> list[str]:
    return [sys.executable, "-m", "sandbox"]


@pytest.mark.parametrize("asked_to_end", [signal.SIGINT, signal.SIGTERM])
def test_the_program_says_where_it_is_and_ends_when_asked(program: list[str], asked_to_end: signal.Signals) -> None:
    command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *program, "--start", "2026-11-23T08:00:00Z"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        described = json.loads(running.stdout.readline())
        client = SandboxClient(described["page"])

        state = client.state()
        told = WebClient(described["bot_token"], base_url=described["api_url"]).auth_test()
        running.send_signal(asked_to_end)

        assert running.wait(10) == 0
    assert set(described) == NAMES
    assert {"ana", "omar", "mei"} <= {one["name"] for one in state["users"]}
    assert told["ok"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--start", "tomorrow"], "2026-11-23T08:00:00Z"), (["--port", "many"], "invalid int")],
)
def test_the_program_explains_what_it_did_not_understand(program: list[str], arguments: list[str], words: str) -> None:
    done = subprocess.run([*program, *arguments], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_program_explains_a_port_in_use(program: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*program, "--port", port], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} cannot be used")
