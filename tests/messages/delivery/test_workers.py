"""Threads that deliver while there is something, and that no bug and no fault of the database ends."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest

from bot.ports import Trouble
from messages.delivery.giving_way import GivingWay
from messages.delivery.workers import AT_ONCE, Workers
from storage.failure import StorageError
from storage.opening import Storage, open_migrated
from tests.messages.delivery.office import Office

log = logging.getLogger(__name__)
LONG = 30.0


def guard(work: Callable[[], None]) -> None:
    try:
        work()
    except (ZeroDivisionError, StorageError, Trouble):
        log.exception("a bug")


def until(holds: Callable[[], bool]) -> None:
    """Wait for what other threads do; a machine under load may take its time."""
    deadline = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """Take the place of the outbox in memory: that one has a single connection, which threads would share."""
    opened = open_migrated(f"sqlite:///{tmp_path / 'baton.db'}", ids=uuid4)
    yield opened
    opened.close()


@pytest.fixture
def workers(office: Office) -> Iterator[Workers]:
    made = Workers(office.courier(), guard=guard, count=4, look_every=LONG)
    made.start()
    yield made
    made.stop(LONG)


def are_sent(office: Office) -> bool:
    return set(office.rows().values()) == {"sent"}


def test_several_threads_keep_every_lane_in_order(office: Office, workers: Workers) -> None:
    deals = [office.deal() for _ in range(4)]
    for number, deal in enumerate(deals):
        office.say(deal, *(f"{number}{letter}" for letter in "abcdef"))

    workers.wake()
    until(lambda: are_sent(office))

    for number, deal in enumerate(deals):
        assert office.texts(deal.channel_id) == [f"{number}{letter}" for letter in "abcdef"]


def test_sleeping_workers_are_woken_by_a_commit(office: Office, workers: Workers) -> None:
    deal = office.deal()
    time.sleep(0.05)

    office.say(deal, "a")
    workers.wake()

    until(lambda: are_sent(office))


def test_a_worker_looks_by_itself_from_time_to_time(office: Office) -> None:
    deal = office.deal()
    workers = Workers(office.courier(), guard=guard, count=1, look_every=0.02)
    workers.start()

    office.say(deal, "a")
    until(lambda: are_sent(office))
    workers.stop(LONG)


def test_a_worker_stands_back_while_somebody_is_being_answered_but_not_for_ever(office: Office) -> None:
    first, deal = GivingWay(most_seconds=LONG), office.deal()
    patient = Workers(office.courier(), guard=guard, count=1, look_every=0.02, stand_back=first.stand_back)
    patient.start()
    try:
        with first.answering():
            office.say(deal, "a")
            patient.wake()
            time.sleep(0.3)
            was_sent = are_sent(office)
        until(lambda: are_sent(office))
    finally:
        patient.stop(LONG)

    assert not was_sent


def test_whoever_presses_without_end_holds_a_message_up_for_a_moment_only(office: Office) -> None:
    first, deal = GivingWay(most_seconds=0.05), office.deal()
    workers = Workers(office.courier(), guard=guard, count=1, look_every=LONG, stand_back=first.stand_back)
    with first.answering():
        workers.start()
        try:
            office.say(deal, "a")
            workers.wake()
            until(lambda: are_sent(office))
        finally:
            workers.stop(LONG)


def test_a_worker_that_cannot_carry_it_all_wakes_the_next(office: Office) -> None:
    for _ in range(AT_ONCE + 1):
        office.say(office.deal(), f"to {uuid4()}")
    asked: list[int] = []

    claimed = office.courier().deliver_once(AT_ONCE, guard, more=lambda: asked.append(len(office.rows())))

    assert (claimed, len(asked)) == (AT_ONCE, 1)
    assert office.courier().deliver_once(AT_ONCE, guard, more=lambda: asked.append(0)) == 1
    assert len(asked) == 1


def test_a_bug_in_one_message_ends_no_thread_and_holds_up_no_other(
    office: Office, workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = office.deal(), office.deal()

    def burst(outgoing: object) -> None:
        if "broken" in str(outgoing):
            raise ZeroDivisionError

    office.while_drawing = burst
    office.say(broken, "broken")
    office.say(sound, "a", "b")

    workers.wake()
    until(lambda: office.rows() == {"broken": "pending", "a": "sent", "b": "sent"} and bool(caplog.records))

    assert office.column("broken", "attempt") == 1
    assert office.texts(sound.channel_id) == ["a", "b"]


def test_a_message_that_always_breaks_is_given_up(office: Office) -> None:
    deal = office.deal()

    def burst(outgoing: object) -> None:
        if "broken" in str(outgoing):
            raise ZeroDivisionError

    office.while_drawing = burst
    office.say(deal, "broken", "a")
    courier = office.courier()

    for _ in range(200):
        courier.deliver_once(guard=guard)
        office.clock.pass_(15)

    assert office.rows() == {"broken": "dead", "a": "sent"}
    assert office.skipped == [("broken", "Baton itself failed; its log says how")]


def test_trouble_with_the_memory_is_no_attempt_of_the_message(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    courier = office.courier()

    def vanish(_: object) -> None:
        raise Trouble("the database is away")

    office.while_drawing = vanish
    for _ in range(12):
        courier.deliver_once(guard=guard)
        office.clock.pass_(90)
    assert (office.rows(), office.column("a", "attempt")) == ({"a": "pending"}, 0)

    office.while_drawing = lambda _: None
    courier.deliver_once(guard=guard)

    assert office.rows() == {"a": "sent"}


def test_stopping_ends_every_thread_and_finishes_the_message_in_hand(office: Office) -> None:
    deal = office.deal()
    office.say(deal, *"abc")
    workers = Workers(office.courier(), guard=guard, count=2, look_every=LONG)
    office.while_telling = lambda _: setattr(workers._courier, "is_stopping", True)

    workers.start()
    workers.stop(LONG)

    assert not any(thread.is_alive() for thread in workers._threads)
    assert "unknown" not in office.rows().values()


def test_no_transaction_is_open_while_slack_is_called(office: Office) -> None:
    deal = office.deal()
    office.inject("hang:1.5")
    office.is_hurried = False
    office.say(deal, "a")
    calling = Thread(target=office.courier().deliver_once)
    calling.start()
    until(lambda: office.rows() == {"a": "unknown"})

    office.say(deal, "written meanwhile")
    is_still_calling = calling.is_alive()
    calling.join()

    assert is_still_calling
