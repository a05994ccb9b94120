"""The demo plays its two weeks to the end, and its check sees what was spoiled; test_demo_check.py has all the ways."""

import re

import pytest

import demo
from tests.journeys.stage import run

PATIENCE = 840.0
"""Seconds that a busy machine may take for what a free one does in fifty: each wait inside the play is bounded anyway."""

pytestmark = [pytest.mark.minutes, pytest.mark.timeout(PATIENCE + 60)]

FIGURES = {
    "deals",
    "channels",
    "owners",
    "checklists",
    "items done",
    "steps kept",
    "steps rescheduled",
    "steps missed",
    "nudges",
    "escalations",
    "digests",
}


def check(printed: str) -> dict[str, str]:
    """Return what the check found, by invariant."""
    table = printed.partition("Check of the invariants")[2]
    return dict(re.findall(r"^(\S.*?\S) {2,}((?:holds|BROKEN).*)$", table, re.MULTILINE))


def test_every_figure_is_above_zero_and_every_invariant_holds() -> None:
    ended = run("demo", "--headless", seconds=PATIENCE)

    assert ended.stderr == "", ended.stderr
    table = ended.stdout.partition("What happened")[2].partition("Check of")[0]
    figures = {name: int(figure) for name, figure in re.findall(r"^(\S.*?\S) {2,}(\d+)$", table, re.MULTILINE)}
    assert figures.keys() == FIGURES
    assert min(figures.values()) > 0
    assert set(check(ended.stdout).values()) == {"holds"}
    assert ended.returncode == 0


def test_messages_that_are_spoiled_break_the_invariants_that_they_should(capsys: pytest.CaptureFixture[str]) -> None:
    """Both in one play, in this process: a play takes a minute, and two faults of two messages do not meet."""
    with demo.stage(ack_seconds=demo.ACK_SECONDS, speed=demo.SPEED) as scene:
        scene.workspace.breaks("chat.postMessage", "lose", nth=2, text_contains="was due")
        status = demo._played(scene, inject="double")

    broken = {name: found for name, found in check(capsys.readouterr().out).items() if found != "holds"}
    assert list(broken) == ["no two equal nudges", "nothing lost"]
    assert broken["no two equal nudges"].startswith("BROKEN: posted 2 times: ")
    assert broken["nothing lost"].startswith("BROKEN: taken and not there: ")
    assert status != 0
