"""The demo plays its two weeks to the end, and its check sees what was spoiled."""

import re

import pytest

from tests.journeys.stage import run

PATIENCE = 840.0
"""Seconds that a busy machine may take for what a free one does in fifty: each wait inside the play is bounded anyway."""

pytestmark = [pytest.mark.demo, pytest.mark.timeout(PATIENCE + 60)]

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


def played(*options: str) -> tuple[int, str]:
    """Play without a page; return the status and what was printed."""
    ended = run("demo", "--headless", *options, seconds=PATIENCE)
    assert ended.stderr == "", ended.stderr
    return ended.returncode, ended.stdout


def check(printed: str) -> dict[str, str]:
    """Return what the check found, by invariant."""
    table = printed.partition("Check of the invariants")[2]
    return dict(re.findall(r"^(\S.*?\S) {2,}((?:holds|BROKEN).*)$", table, re.MULTILINE))


def test_every_figure_is_above_zero_and_every_invariant_holds() -> None:
    status, printed = played()

    table = printed.partition("What happened")[2].partition("Check of")[0]
    figures = {name: int(figure) for name, figure in re.findall(r"^(\S.*?\S) {2,}(\d+)$", table, re.MULTILINE)}
    assert figures.keys() == FIGURES
    assert min(figures.values()) > 0
    assert set(check(printed).values()) == {"holds"}
    assert status == 0


@pytest.mark.parametrize(
    ("fault", "invariant", "finding"),
    [
        pytest.param("double", "no two equal nudges", "BROKEN: posted 2 times: ", id="double"),
        pytest.param("lose", "nothing lost", "BROKEN: taken and not there: ", id="lose"),
    ],
)
def test_a_message_that_is_spoiled_breaks_the_invariant_that_it_should(
    fault: str, invariant: str, finding: str
) -> None:
    status, printed = played("--inject", fault)

    broken = {name: found for name, found in check(printed).items() if found != "holds"}
    assert list(broken) == [invariant]
    assert broken[invariant].startswith(finding)
    assert status != 0
