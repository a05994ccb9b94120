"""Two runs of one script with one seed, the clock standing still, leave the same log to the byte."""

from pathlib import Path
from typing import Literal

import pytest

from sandbox.hosting import hosting
from sandbox.workspace import Workspace
from tests.sandbox.echo_bot import COMMANDS, bot
from tests.sandbox.stage import MONDAY, PATIENT

Over = Literal["socket", "http"]


def played(log: Path, over: Over, *, port: int, seed: str) -> str:
    """Play a small story with the echo bot; return the log of its traffic."""
    with (
        log.open("w", encoding="utf-8") as sink,
        Workspace.start(
            start=MONDAY, speed=0, seed=seed, port=port, ack_seconds=PATIENT, patience=PATIENT, log=sink
        ) as workspace,
    ):
        workspace.app(name="Echo", commands=COMMANDS, events=["app_home_opened"])
        settings = {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_API_URL": workspace.api_url,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
        }
        # What is answered before it is acknowledged comes in one order, whichever thread is quicker.
        with hosting(bot(settings, process_before_response=True), workspace, over=over):
            _story(workspace)
            workspace.settle()
            return log.read_text(encoding="utf-8")


def _story(workspace: Workspace) -> None:
    ana = workspace.person("ana", tz="Europe/Madrid")
    workspace.channel("deals", ana)
    ana.types("/echo hi", in_="deals")
    ana.presses("Again", about="hi")
    ana.sees("again")
    ana.types("/ask")
    ana.fills({"Your name": "nobody"}).submits()
    ana.fills({"Your name": "Mei"}).submits()
    workspace.clock.to("tomorrow 8:30", of=ana)
    ana.opens_home()
    ana.sees("Welcome")


@pytest.mark.parametrize("over", ["socket", "http"])
def test_a_script_is_repeated_to_the_byte_with_one_seed_and_not_with_another(
    tmp_path: Path, over: Over, free_port: int
) -> None:
    first = played(tmp_path / "first", over, port=free_port, seed="one")
    again = played(tmp_path / "again", over, port=free_port, seed="one")
    other = played(tmp_path / "other", over, port=free_port, seed="two")

    assert first.count("\n") > 15
    assert first.splitlines() == again.splitlines()
    assert first != other
    assert first.count("\n") == other.count("\n")
