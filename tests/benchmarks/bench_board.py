"""Drawing a board costs little more for a long checklist: the board names a few lines and counts the rest."""

from bot.model import WorkspaceId
from messages.board import board
from messages.scene import Scene
from tests.benchmarks.filling import a_busy_deal
from tests.benchmarks.measuring import best, tell
from tests.bot.making import NOW, PEOPLE, WORKSPACE

FEW, MANY = 20, 100
MOST_TIMES_SLOWER = 7.5
"""Five times the lines, and half as much again for luck."""


def scene(here: WorkspaceId, items: int) -> Scene:
    return Scene(deal=a_busy_deal(here, items), event=None, people=PEOPLE, now=NOW)


def test_a_board_costs_no_more_than_its_lines() -> None:
    short, long = scene(WORKSPACE, FEW), scene(WORKSPACE, MANY)

    few, many = best(lambda: board(short), lambda: board(long), times=20)

    tell("drawing a board", f"{few:.1f} ms for {FEW} items", f"{many:.1f} ms for {MANY}")
    assert many < few * MOST_TIMES_SLOWER
