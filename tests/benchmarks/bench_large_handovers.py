"""Forty of the largest deals at once: Slack takes every message of them, and their boards keep to its pace."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.measuring import tell
from tests.journeys.stage import ACME, Stage, served
from tests.journeys.test_large_handovers import NAME, playbook

DEALS = 40
A_MINUTE = timedelta(minutes=1)
A_QUARTER_HOUR = 900.0
MOST_A_MINUTE = 45


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "large.yaml").write_text(playbook(), encoding="utf-8")
    with served(tmp_path, BATON_PLAYBOOKS=str(folder)) as made:
        yield made


def a_deal(n: int, promised_on: str) -> dict[str, Any]:
    name = f"Deal {n} ".ljust(NAME, "x")
    more = {"id": f"D-{n}", "kind": "large", "name": name, "account": {"name": f"Acme{n}"}, "promised_on": promised_on}
    return {**ACME, **more}


def calls(on: Stage, method: str = "", since: int = 0) -> Sequence[dict[str, Any]]:
    asked = [entry for entry in on.slack.traffic() if entry["kind"] == "call" and entry["number"] > since]
    return [each for each in asked if each["method"] == method or not method]


def told_of(on: Stage, event: str, promised_on: str) -> None:
    """Tell of all deals in one go, and wait until everything is said."""
    for n in range(DEALS):
        assert on.hook(on.news(a_deal(n, promised_on), event))[0] in (200, 202)
    on.baton.wait_until(lambda state: bool(state.get("quiet")), seconds=A_QUARTER_HOUR)


def most_in_a_minute(moments: Sequence[datetime]) -> int:
    return max(sum(since <= at < since + A_MINUTE for at in moments) for since in moments)


def test_forty_of_the_largest_deals_are_told_of_and_changed_at_once(on: Stage) -> None:
    begun = on.slack.now()
    told_of(on, "deal.won", "2027-02-01")
    opened = calls(on)
    tell("forty large deals", f"{len(opened)} calls, {(on.slack.now() - begun).total_seconds():.0f} s of Slack's time")

    on.slack.advance(120)
    last = max(each["number"] for each in opened)
    told_of(on, "deal.updated", "2027-02-08")
    redrawn = [datetime.fromisoformat(each["at"]) for each in calls(on, "chat.update", since=last)]
    taken = (redrawn[-1] - redrawn[0]).total_seconds()
    tell("their boards redrawn", f"{len(redrawn)} edits in {taken:.0f} s, {most_in_a_minute(redrawn)} a minute at most")

    boards = [on.board(f"acme{n}-") for n in range(DEALS)]
    assert [n for n, board in enumerate(boards) if "8 Feb" not in board] == []
    assert [(each["method"], each["answer"]) for each in calls(on) if not each["answer"].get("ok")] == []
    assert most_in_a_minute(redrawn) <= MOST_A_MINUTE
