"""Waits: who may call before the time that Slack asked for is over, and who may not."""

import pytest
from greenlet import greenlet

from tests.simulation.hub import Actor, Process
from tests.simulation.judges.waits import Waits

POST = "chat.postMessage"


def a_thread(name: str = "another", **process: float | bool) -> Actor:
    """Return a thread of some process."""
    return Actor("courier", Process(name, **process), greenlet(), 0.0)  # type: ignore[arg-type]


HEARER = a_thread("one")


@pytest.fixture
def waits() -> Waits:
    """Return those of a workspace where a process was asked to wait for a minute, ten seconds from the beginning."""
    waits = Waits()
    waits.limited(10.0, POST, 60.0, HEARER)
    return waits


@pytest.mark.parametrize("by", [HEARER, a_thread(), None])
def test_a_call_within_the_wait_is_seen_whoever_makes_it(waits: Waits, by: Actor | None) -> None:
    waits.called(20.0, POST, by)

    assert waits.broken == [(50.0, f"{POST} 10 s after a 429")]


def test_what_was_on_its_way_and_what_comes_after_the_wait_is_nobodys_fault(waits: Waits) -> None:
    waits.called(10.0, POST, a_thread())
    waits.called(70.0, POST, a_thread())

    assert waits.broken == []


def test_whoever_heard_of_it_has_nothing_on_its_way(waits: Waits) -> None:
    waits.called(10.0, POST, HEARER)

    assert waits.broken == [(60.0, f"{POST} 0 s after a 429")]


def test_other_methods_need_not_wait(waits: Waits) -> None:
    waits.called(20.0, "chat.update", a_thread())

    assert waits.broken == []


def test_a_shorter_wait_does_not_end_a_longer_one(waits: Waits) -> None:
    waits.limited(11.0, POST, 1.0, a_thread())

    waits.called(20.0, POST, HEARER)

    assert [early for early, _ in waits.broken] == [50.0]


def test_clocks_may_differ_by_so_much_that_a_wait_ends_early(waits: Waits) -> None:
    waits.called(50.0, POST, a_thread())

    assert waits.too_soon(off=20.0) == []
    assert waits.too_soon(off=19.0) == [f"{POST} 40 s after a 429"]


def test_a_wait_that_died_or_stood_still_with_whoever_heard_of_it_may_be_unknown() -> None:
    waits, dead, still = Waits(), a_thread(is_alive=False), a_thread(paused_until=300.0)
    waits.limited(10.0, POST, 60.0, dead)
    waits.limited(10.0, POST, 60.0, still)

    waits.called(20.0, POST, a_thread())

    assert waits.broken == []


def test_a_call_that_stood_still_on_its_way_is_excused_and_the_next_one_is_not(waits: Waits) -> None:
    waits.called(20.0, POST, a_thread(paused_until=19.0))
    assert waits.broken == []

    waits.called(21.0, POST, a_thread(paused_until=9.0))
    assert len(waits.broken) == 1


def test_where_the_memory_fails_nobody_can_be_blamed(waits: Waits) -> None:
    waits.is_kept = False

    waits.called(20.0, POST, a_thread())

    assert waits.broken == []
