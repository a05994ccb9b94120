"""Progress is a bar on a terminal and a line now and then in a log."""

import io
from collections.abc import Callable, Iterator

import pytest
from rich.console import Console

from commands.importing.progress_bar import shown


@pytest.fixture
def seconds() -> Callable[[], float]:
    """Make a clock that stands two seconds later each time it is read."""
    ticks: Iterator[float] = iter(float(second) for second in range(0, 10_000, 2))
    return lambda: next(ticks)


def test_a_log_gets_a_line_every_few_seconds_and_one_at_the_end(seconds: Callable[[], float]) -> None:
    log = io.StringIO()
    with shown(Console(file=log, force_terminal=False, width=40), "[deals].csv", seconds=seconds) as progress:
        for rows in (500, 1_000, 1_500, 2_000):
            progress.at(rows, rows * 10, 20_000)

    assert log.getvalue().splitlines() == [
        "[deals].csv: 1,500 rows, 75%, 250 rows/s, about 2 s left",
        "[deals].csv: 2,000 rows, 100%, 250 rows/s",
    ]


def test_a_log_of_a_file_without_a_byte_says_nothing_wrong(seconds: Callable[[], float]) -> None:
    log = io.StringIO()
    with shown(Console(file=log, force_terminal=False), "a.csv", seconds=seconds) as progress:
        progress.at(0, 0, 0)

    assert log.getvalue() == "a.csv: 0 rows, 100%, 0 rows/s\n"


def test_a_terminal_gets_a_bar_with_share_rate_and_remaining_time() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, _environ={"TERM": "xterm"})
    now = [0.0]
    with shown(console, "deals[1].csv", seconds=lambda: now[0]) as progress:
        for step in range(1, 4):
            now[0] = float(step)
            progress.at(step * 1_000, step * 25, 100)

    last = screen.getvalue()
    for expected in ("deals[1].csv", "75%", "3,000 rows · 1,000 rows/s", "0:00:01"):
        assert expected in last
