"""The echo bot runs unchanged over Socket Mode and over HTTP, in the process of its test and as a program beside another."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import pytest

from sandbox.hosting import hosting
from sandbox.trying.beside import beside
from sandbox.trying.person import Person
from sandbox.workspace import Workspace
from tests.sandbox.echo_bot import COMMANDS, EVENTS, bot
from tests.sandbox.stage import MONDAY, PATIENT

Over = Literal["socket", "http"]
BOT = Path(__file__).with_name("echo_bot.py")
ANSWERS = 20.0
"""Seconds in which a bot says what it has to say: it may be a process on a busy machine."""


def settings(workspace: Workspace) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_API_URL": workspace.api_url,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
    }


@contextmanager
def in_this_process(over: Over, _folder: Path) -> Iterator[Workspace]:
    with Workspace.start(start=MONDAY, ack_seconds=PATIENT, patience=ANSWERS) as workspace:
        workspace.app(name="Echo", commands=COMMANDS, events=EVENTS)
        with hosting(bot(settings(workspace)), workspace, over=over):
            yield workspace


@contextmanager
def as_programs(over: Over, folder: Path) -> Iterator[Workspace]:
    with sandbox_program() as workspace:
        workspace.app(name="Echo", commands=COMMANDS, events=EVENTS)
        token = {"SLACK_APP_TOKEN": workspace.app_token} if over == "socket" else {}
        given = settings(workspace) | token
        with beside([sys.executable, str(BOT)], given, log=folder / "bot.log", forget=("SLACK_",)) as running:
            if over == "http":
                workspace.app(request_url=f"{running.url}/slack/events")
                running.wait_until_it_listens()
            else:
                workspace.waits_for(lambda: bool(workspace.client.state()["app"]["sockets"]), "the bot's connection")
            yield workspace


@contextmanager
def sandbox_program() -> Iterator[Workspace]:
    command = [sys.executable, "-m", "sandbox", "--start", MONDAY.isoformat(), "--people", "none"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        yield Workspace.at(json.loads(program.stdout.readline()), patience=ANSWERS)
        program.terminate()


RUNS: dict[str, Callable[[Over, Path], AbstractContextManager[Workspace]]] = {
    "here": in_this_process,
    "beside": as_programs,
}


@pytest.fixture(scope="module", params=[(where, over) for where in RUNS for over in ("socket", "http")], ids="-".join)
def workspace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give a workspace in which the echo bot runs, in each way in which it can."""
    where, over = request.param
    with RUNS[where](over, tmp_path_factory.mktemp("echo")) as made:
        yield made


@pytest.fixture
def ana(workspace: Workspace) -> Person:
    number = len(workspace.people)
    person = workspace.person(f"ana{number}", tz="Europe/Madrid")
    workspace.channel(f"place{number}", person)
    return person.goes(f"place{number}")


def test_a_command_is_echoed_to_whoever_typed_it(ana: Person) -> None:
    assert ana.types("/echo Grüße <b>").shown == "echo: Grüße &lt;b&gt;"

    ana.sees("(only visible to you): echo: Grüße <b>")


def test_a_button_replaces_its_message_through_the_response_url(ana: Person) -> None:
    ana.types("/echo hi")
    assert ana.presses("Again", about="hi").ok

    ana.sees("Echo: again")
    assert ana.buttons("Again") == []


def test_a_form_is_opened_refused_and_taken(ana: Person) -> None:
    ana.types("/ask")
    assert ana.form.title == "Who are you?"
    ana.fills({"Your name": "nobody"}).submits()
    assert ana.form.errors == {"Your name": "Somebody, please."}

    ana.fills({"Your name": "Mei"}).submits()

    ana.sees("Hello Mei", in_="app")
    assert not ana.has_form


def test_a_message_is_answered_once_and_the_answer_is_not(ana: Person, workspace: Workspace) -> None:
    ana.types("good morning")
    ana.sees("You wrote good morning")

    workspace.settle()

    assert ana.look().text.count("You wrote") == 1


def test_the_home_tab_appears_when_it_is_opened(ana: Person) -> None:
    ana.opens_home()

    ana.sees("Welcome")


def test_two_connections_share_the_work_and_each_payload_goes_to_one() -> None:
    with Workspace.start(start=MONDAY, ack_seconds=PATIENT) as workspace, ExitStack() as running:
        workspace.app(commands=COMMANDS, events=[])
        for _ in range(2):
            running.enter_context(hosting(bot(settings(workspace)), workspace))
        workspace.waits_for(lambda: workspace.client.state()["app"]["sockets"] == 2, "the second connection")
        ana = workspace.person("ana")
        workspace.channel("echoes", ana)

        said = [ana.types(f"/echo {number}", in_="echoes").shown for number in range(10)]

        workspace.settle()
    assert said == [f"echo: {number}" for number in range(10)]


def test_bolt_comes_back_when_it_is_asked_to_reconnect() -> None:
    with Workspace.start(start=MONDAY, ack_seconds=PATIENT) as workspace:
        workspace.app(commands=COMMANDS, events=[])
        ana = workspace.person("ana")
        workspace.channel("echoes", ana)
        with hosting(bot(settings(workspace)), workspace):
            workspace.client.disconnect("refresh_requested")

            assert ana.types("/echo again", in_="echoes").shown == "echo: again"
            assert len(workspace.traffic("apps.connections.open")) == 2
