"""Baton is killed at the worst moments and started again: nothing is lost, nothing comes twice, the work goes on."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.journeys.stage import PATIENCE, Stage, stage

AWAY = timedelta(minutes=3)
"""How long Baton was away: longer than a lease lasts, and than a call without an answer may still take effect."""
CREATE, POST = "conversations.create", "chat.postMessage"


@pytest.mark.parametrize(
    ("method", "contains", "fault"),
    [
        pytest.param(CREATE, "acme", "drop_before", id="after the commit, before Slack has the channel"),
        pytest.param(CREATE, "acme", "apply_then_drop", id="after Slack made the channel, before Baton noted it"),
        pytest.param(CREATE, "acme", "hang:1.5", id="while Slack is still busy with making the channel"),
        pytest.param(POST, "Won: ", "apply_then_drop", id="after the brief was posted, before Baton noted it"),
        pytest.param(POST, "*Owner:*", "drop_before", id="before Slack has the board"),
    ],
)
def test_a_kill_leaves_one_channel_one_brief_and_one_board(
    tmp_path: Path, method: str, contains: str, fault: str
) -> None:
    is_killed_and_recovers(tmp_path, method, contains, fault)


def test_a_kill_is_as_harmless_where_slack_comes_over_http(tmp_path: Path) -> None:
    """What Slack holds then waits at a request URL, which a restart moves to another port."""
    is_killed_and_recovers(tmp_path, CREATE, "acme", "apply_then_drop", over_http=True)


def is_killed_and_recovers(folder: Path, method: str, contains: str, fault: str, *, over_http: bool = False) -> None:
    with stage(folder, over_http=over_http) as on:
        with on.serving():
            where = {"name_contains" if method == CREATE else "text_contains": contains}
            on.slack.inject({"method": method, "match": where, "do": fault, "times": 1})
            assert on.won()[0] == 202
            patiently(lambda: is_on_its_way(on, method, fault))
            on.kill()
        if fault.startswith("hang"):
            patiently(lambda: bool(on.channels("acme")))
        comes_back_later(on)
        with on.serving():
            on.settle()
            everything_is_there_once(on)
            the_work_goes_on(on)


def is_on_its_way(on: Stage, method: str, fault: str) -> bool:
    """Tell whether the call has come to grief, or is held up in Slack: a note that it goes out is not yet the call."""
    if fault.startswith("hang"):
        return [rule["fired"] for rule in on.slack.faults()["rules"]] == [1]
    dropped = [each for each in on.slack.traffic() if each["status"] == "dropped"]
    return [each["method"] for each in dropped] == [method]


def patiently(is_so: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline, "what the test waits for did not happen"
        sleep(0.01)


def comes_back_later(on: Stage) -> None:
    """Let Baton have been away for a while. Its machine time is the machine's own, so what it noted moves back."""
    micros = AWAY // timedelta(microseconds=1)
    with sqlite3.connect(on.folder / "baton.db") as memory:
        for moment in ("due_at", "first_wire_at", "last_wire_at"):
            memory.execute(f"UPDATE outbox SET {moment} = {moment} - ? WHERE {moment} > 0", (micros,))
    memory.close()
    on.slack.clear_faults()
    on.slack.advance(AWAY.total_seconds())


def everything_is_there_once(on: Stage) -> None:
    (channel,) = on.channels("acme")
    said = on.slack.messages(channel["id"])
    texts = [str(each["text"]) for each in said]
    assert sum(text.startswith("Won: *Acme EV site*") for text in texts) == 1
    assert sum("*Owner:*" in text for text in texts) == 1
    assert sum(each["pinned"] for each in said) == 1
    assert sum("will you own" in text for text in texts) == 1
    checklists = [text.split(" checklist*")[0] for text in texts if " checklist*: " in text]
    assert sorted(checklists) == ["*Finance", "*Operations", "*Sales"]


def the_work_goes_on(on: Stage) -> None:
    jonas = on.people["jonas"].id
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", "/deal next call the site host by fri")

    assert f"*Owner:* <@{jonas}>\n" in on.board()
    assert on.read(on.channel())[-1].startswith("Next step: *call the site host*")
