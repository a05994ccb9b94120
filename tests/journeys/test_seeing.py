"""What whoever runs Baton sees of it while it works: the figures, the reasons, and a log that a machine reads."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.commands.seeing.conftest import read
from tests.journeys.stage import Stage, served


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, BATON_LOG_FORMAT="json") as made:
        yield made


def figures(on: Stage) -> Mapping[str, float]:
    with urlopen(f"{on.baton.url}/metrics", timeout=20) as answer:
        return read(answer.read().decode())


def lines(on: Stage) -> list[dict[str, Any]]:
    written = (on.folder / "baton.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in written]


def test_work_shows_in_the_figures_and_trouble_in_the_log(on: Stage) -> None:
    on.won()
    on.settle()
    on.press("jonas", "Accept", "will you own")
    on.slack.inject({"method": "chat.postMessage", "do": "error:msg_too_long", "times": 1})
    on.type("jonas", "/deal next call the site host by tomorrow 14:00")

    shown = figures(on)
    assert shown["baton_ready"] == 1
    assert shown["baton_outbox_waiting"] == 0
    assert shown["baton_outbox_dead"] == 1
    assert shown['baton_slack_answers_total{method="chat.postMessage",outcome="refused"}'] == 1
    for stage in ("receive", "decide", "commit", "deliver"):
        assert shown[f'baton_stage_seconds_count{{stage="{stage}"}}'] > 0
    assert shown["baton_tick_seconds_count"] > 0

    (line,) = (each for each in lines(on) if each["event"].startswith("Slack will not get"))
    assert {"workspace", "deal", "key"} <= line.keys()
    assert on.ask("GET", "/readyz")[1]["reasons"] == []
