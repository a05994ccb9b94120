"""A backup is put back while Slack has gone on: nothing is said again, nothing is forgotten, and the work goes on."""

import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, Stage, run, stage
from tests.journeys.test_kills import (
    CREATE,
    comes_back_later,
    everything_is_there_once,
    is_on_its_way,
    patiently,
    the_work_goes_on,
)

WAITED = timedelta(minutes=11)
BETA = {**ACME, "id": "D-2001", "name": "Beta depot", "account": {"name": "Beta Oy"}}


def back_up(on: Stage) -> None:
    done = run("backup", str(on.folder / "backup.db"), settings=on.settings)
    assert done.returncode == 0, done.stderr


def restore(on: Stage) -> None:
    """Put the backup back, and let the time pass in which calls of before may still take effect."""
    done = run("restore", str(on.folder / "backup.db"), "--replace", settings=on.settings)
    assert done.returncode == 0, done.stderr
    assert "looks through Slack first" in done.stdout
    comes_back_later(on)
    with sqlite3.connect(on.folder / "baton.db") as memory:
        memory.execute("UPDATE workspace SET look_back_at = look_back_at - ?", (WAITED // timedelta(microseconds=1),))
    memory.close()


def said(on: Stage) -> dict[str, list[str]]:
    """Return what stands in each channel that deals have."""
    return {str(each["name"]): on.read(str(each["id"])) for each in on.channels("acme") + on.channels("beta")}


def all_of(channels: dict[str, list[str]]) -> list[str]:
    return [text for texts in channels.values() for text in texts]


def goes_on_with_acme(on: Stage) -> None:
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", "/deal next call the site host by fri")


def test_what_came_after_the_backup_stands_there_once_when_it_is_decided_again(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        with on.serving():
            assert on.won()[0] == 202
            on.settle()
            back_up(on)
            goes_on_with_acme(on)
            assert on.won(BETA)[0] == 202
            on.settle()
        before = said(on)
        restore(on)
        with on.serving():
            on.settle()
            assert said(on) == before
            # A CRM repeats what nobody can show it a trace of.
            assert on.won(BETA)[0] == 202
            on.settle()
            said_again = list((Counter(all_of(said(on))) - Counter(all_of(before))).elements())
            # The offer is another one, and the buttons of the first are not its own. A topic is set, not said.
            assert sorted(text.split(",")[0].split(":")[0] for text in said_again) == [
                f"<@{on.people['jonas'].id}>",
                "set the channel topic",
            ]
            on.type("ana", "/deal next send the contract by thu")
            assert on.read(on.channel())[-1].startswith("Next step: *send the contract*")


@pytest.mark.parametrize("sent_since", [True, False])
def test_what_was_on_its_way_when_the_backup_was_made_arrives_once(tmp_path: Path, sent_since: bool) -> None:
    with stage(tmp_path) as on:
        with on.serving():
            on.slack.inject({"method": CREATE, "match": {"name_contains": "acme"}, "do": "drop_before", "times": 1})
            assert on.won()[0] == 202
            patiently(lambda: is_on_its_way(on, CREATE, "drop_before"))
            on.kill()
        back_up(on)
        comes_back_later(on)
        if sent_since:
            with on.serving():
                on.settle()
                everything_is_there_once(on)
        restore(on)
        with on.serving():
            on.settle()
            everything_is_there_once(on)
            the_work_goes_on(on)
