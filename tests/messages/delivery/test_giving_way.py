"""Who stands back for whom, and for how long."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from uuid import UUID

import pytest

from bot.model import WorkspaceId
from bot.ports import UnitOfWork
from messages.delivery.giving_way import MOST_SECONDS, TURN_SECONDS, GivingWay, short_turns

HERE = WorkspaceId(UUID(int=1))
LONG = 20.0
SOON = 0.1


@contextmanager
def nothing(_: WorkspaceId) -> Iterator[UnitOfWork]:
    yield None  # type: ignore[misc] # nobody asks it for anything


def begin(first: GivingWay, begun: Event) -> None:
    with first.behind(nothing)(HERE):
        begun.set()


def test_a_unit_of_work_begins_once_nobody_is_being_answered() -> None:
    first, begun = GivingWay(most_seconds=LONG), Event()
    with ThreadPoolExecutor() as others:
        with first.answering():
            working = others.submit(begin, first, begun)
            is_early = begun.wait(SOON)
        working.result(LONG)

    assert not is_early
    assert begun.is_set()


def test_it_is_stood_back_until_the_last_of_several_has_an_answer() -> None:
    first, begun, is_answered = GivingWay(most_seconds=LONG), Event(), Event()

    def answer() -> None:
        with first.answering():
            is_answered.wait(LONG)

    with ThreadPoolExecutor() as others:
        with first.answering():
            other = others.submit(answer)
            working = others.submit(begin, first, begun)
            is_early = begun.wait(SOON)
        is_early = is_early or begun.wait(SOON)
        is_answered.set()
        other.result(LONG)
        working.result(LONG)

    assert not is_early
    assert begun.is_set()


def test_whoever_answers_without_end_is_waited_for_for_a_moment_only() -> None:
    first, begun = GivingWay(most_seconds=SOON), Event()
    with ThreadPoolExecutor() as others, first.answering():
        others.submit(begin, first, begun).result(LONG)

    assert begun.is_set()


def test_who_answers_never_waits_for_themself() -> None:
    first, begun = GivingWay(most_seconds=LONG), Event()

    def answer() -> None:
        with first.answering():
            begin(first, begun)

    with ThreadPoolExecutor() as others:
        others.submit(answer).result(SOON * 50)

    assert begun.is_set()


def test_one_who_answers_twice_at_once_is_answering_until_both_are_over() -> None:
    first, begun = GivingWay(most_seconds=LONG), Event()
    with ThreadPoolExecutor() as others:
        with first.answering():
            with first.answering():
                pass
            working = others.submit(begin, first, begun)
            is_early = begun.wait(SOON)
        working.result(LONG)

    assert not is_early


def test_an_answer_that_fails_is_over_too() -> None:
    first, begun = GivingWay(most_seconds=LONG), Event()
    with pytest.raises(ValueError, match="broken"), first.answering():
        raise ValueError("broken")

    with ThreadPoolExecutor() as others:
        others.submit(begin, first, begun).result(LONG)

    assert begun.is_set()


def test_turns_are_short_while_baton_serves_and_as_long_as_before_after_it() -> None:
    before = sys.getswitchinterval()

    with short_turns():
        within = sys.getswitchinterval()

    assert within == pytest.approx(TURN_SECONDS)
    assert within < before == sys.getswitchinterval()


def test_a_message_stands_back_a_fifth_of_a_second_at_most() -> None:
    # Once before it is claimed or handled, and before it is read, checked and recorded.
    assert 4 * MOST_SECONDS <= 0.2
