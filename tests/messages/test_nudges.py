"""What a nudge says of what comes: moments and plain names, and nothing where it would no longer be true."""

from dataclasses import replace

import pytest

from bot.model import Deal, LapseKind
from bot.playbook import Where
from messages.board import board
from messages.nudges import nudge
from tests.messages.catalogue import SCOPE, STEP, nudged
from tests.messages.samples import ANA, LAPSE, LIV, NOW, OMAR, lapsed, scene

FIRST = lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=1, fired_at=NOW)
LATE = lapsed(LapseKind.ITEM_OVERDUE, SCOPE.id, rung=1, fired_at=NOW)


def notes(where: Where, of: Deal, **more: object) -> str:
    """Return the words under a first nudge to Omar."""
    return nudge(nudged(LapseKind.STEP_OVERDUE, 1, where, OMAR), scene(of=of, **more)).text


def test_who_is_asked_privately_reads_what_comes_if_they_leave_it() -> None:
    said = notes(Where.PRIVATE, FIRST)

    assert "If you leave this: Tue 1 Dec 10:00 you are asked in the deal's channel; Wed 2 Dec 10:00" in said
    assert "Ana Alves is asked to decide." in said


def test_in_the_channel_nobody_is_spoken_to_who_is_not_asked() -> None:
    said = nudge(nudged(LapseKind.ITEM_OVERDUE, 1, Where.CHANNEL, ANA), scene(of=LATE)).text

    assert "If nobody acts: Tue 1 Dec 10:30 Ana Alves is asked in the deal's channel" in said
    assert said.count("<@") == 1


@pytest.mark.parametrize(
    "since",
    [
        {"rung": 2},
        {"closed_at": NOW},
        {"id": type(LAPSE)(int=7)},
    ],
)
def test_what_was_overtaken_says_nothing_of_what_comes(since: dict[str, object]) -> None:
    overtaken = replace(FIRST, lapses=(replace(FIRST.lapses[0], **since),))  # type: ignore[arg-type]

    assert "If you leave this" not in notes(Where.PRIVATE, overtaken)


def test_the_last_word_announces_nothing() -> None:
    last = replace(FIRST, lapses=(replace(FIRST.lapses[0], rung=4),))

    assert (
        "If " not in nudge(nudged(LapseKind.STEP_OVERDUE, 4, Where.LEADERSHIP, OMAR, also=(LIV,)), scene(of=last)).text
    )


def test_the_board_says_in_one_line_what_comes_first() -> None:
    told = replace(FIRST, lapses=(replace(FIRST.lapses[0], told_at=NOW),))

    assert "If nobody acts: Tue 1 Dec 10:00 Omar Haddad is asked in the deal's channel" in board(scene(of=told)).text


@pytest.mark.parametrize("given", [{"of": replace(FIRST, lapses=())}, {"of": FIRST, "around": None}])
def test_where_nothing_is_asked_the_board_announces_nothing(given: dict[str, object]) -> None:
    assert "If nobody acts" not in board(scene(**given)).text  # type: ignore[arg-type]
