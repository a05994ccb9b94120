"""Whoever writes a line need not know what it is about."""

import threading

import pytest

from messages.tracing import about, at_hand


def test_nothing_is_at_hand_outside_of_every_block() -> None:
    assert at_hand() == {}


def test_inner_blocks_add_to_outer_ones_and_take_back_what_they_added() -> None:
    with about(workspace="W", deal="D1"):
        with about(deal="D2", key="K"):
            assert at_hand() == {"workspace": "W", "deal": "D2", "key": "K"}
        assert at_hand() == {"workspace": "W", "deal": "D1"}
    assert at_hand() == {}


def test_what_is_not_known_is_left_out_and_the_outer_word_stands() -> None:
    with about(deal="D1"), about(deal=None, key=7):
        assert at_hand() == {"deal": "D1", "key": "7"}


def test_a_fault_ends_the_block_too() -> None:
    with pytest.raises(ValueError, match="no"), about(deal="D1"):
        raise ValueError("no")

    assert at_hand() == {}


def test_another_thread_is_about_something_else() -> None:
    found = []

    with about(deal="D1"):
        other = threading.Thread(target=lambda: found.append(dict(at_hand())))
        other.start()
        other.join()

    assert found == [{}]
