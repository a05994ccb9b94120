"""What comes back when it was deleted: a board, pinned, and the checklists that have lines, of deals that go on."""

from dataclasses import replace

import pytest

from bot.model import Deal, DealStatus, Lost
from bot.outgoing import BOARD_ANEW, Kind
from bot.posted_anew import is_anew, is_told_deleted, living, looked_for, posted_anew, successor
from tests.bot.making import a_deal, an_item

DEAL = a_deal(channel_name="deal-acme", items=(an_item("a", function="field"), an_item("b", function="finance")))
BOARD, FIELD = f"board:{DEAL.id}", f"checklist:{DEAL.id}:field"


def keys(deal: Deal, key: str) -> list[str]:
    return [each.key for each in posted_anew(deal, key)]


@pytest.mark.parametrize("key", [BOARD, FIELD])
def test_a_board_and_a_checklist_have_one_successor_and_that_one_none(key: str) -> None:
    again = successor(key)

    assert again
    assert is_anew(again)
    assert successor(again) is None


@pytest.mark.parametrize("key", [f"brief:{DEAL.id}", "nudge:1:1", "step:1", "digest:person:UANA:2026-11-24", "h:anew"])
def test_all_else_has_none(key: str) -> None:
    assert successor(key) is None
    assert not is_anew(key)
    assert keys(DEAL, key) == []


def test_a_board_is_pinned_after_it_is_there_and_by_its_own_key() -> None:
    board, pin = posted_anew(DEAL, BOARD)

    assert (board.kind, board.key, board.in_channel_of) == (Kind.BOARD, f"{BOARD}:anew", DEAL.id)
    assert (pin.kind, pin.edits, pin.lane) == (Kind.PIN_BOARD, board.key, board.lane)


def test_a_checklist_is_that_of_its_function_alone() -> None:
    (row,) = posted_anew(DEAL, FIELD)

    assert (row.kind, row.detail) == (Kind.CHECKLIST, "field")
    assert keys(DEAL, f"checklist:{DEAL.id}:service") == []


@pytest.mark.parametrize(
    ("changes", "is_back"),
    [
        ({}, True),
        ({"status": DealStatus.HELD}, True),
        ({"status": DealStatus.CLOSED}, False),
        ({"status": DealStatus.STOPPED}, False),
        ({"status": DealStatus.BACKLOG}, False),
        ({"channel_lost": Lost.ARCHIVED}, False),
        ({"channel_lost": Lost.GONE}, False),
        ({"channel_name": None}, False),
    ],
)
def test_only_of_a_deal_that_goes_on_and_has_a_channel(changes: dict[str, object], is_back: bool) -> None:
    deal = a_deal(**({"channel_name": "deal-acme"} | changes))

    assert bool(keys(deal, f"board:{deal.id}")) is is_back


def test_what_slack_says_was_deleted_is_drawn_again_to_learn_whether_it_was() -> None:
    (board,), (field,) = (tuple(looked_for(DEAL, key, "1.2")) for key in (BOARD, FIELD))

    assert (board.kind, board.edits, board.detail) == (Kind.EDIT, BOARD, BOARD_ANEW)
    assert (field.kind, field.edits, field.detail) == (Kind.EDIT, FIELD, "checklist:field")
    assert board.key == f"edit:{BOARD}:deleted:1.2"
    assert is_told_deleted(board, "1.2")
    assert not is_told_deleted(board, "1.3")
    assert not is_told_deleted(replace(board, key=f"edit:{BOARD}:7"), "1.2")
    assert tuple(looked_for(DEAL, "brief:1", "1.2")) == ()
    assert len(list(living(DEAL))) == 3
