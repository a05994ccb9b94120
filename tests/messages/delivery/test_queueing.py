"""Whoever an empty bucket turns away comes back when it is their turn."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.model import WorkspaceId
from messages.delivery import queueing
from messages.delivery.queueing import Queues

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HERE, THERE = WorkspaceId(UUID(int=1)), WorkspaceId(UUID(int=2))


def wait(
    queues: Queues, *, seconds: float = 1.0, workspace: WorkspaceId = HERE, bucket: str = "b", at: float = 0.0
) -> float:
    return queues.wait(workspace, bucket, seconds=seconds, apart=2.0, machine=NOW + timedelta(seconds=at))


def test_those_turned_away_come_back_one_token_apart() -> None:
    queues = Queues()

    assert [wait(queues) for _ in range(4)] == [1.0, 3.0, 5.0, 7.0]


def test_nobody_comes_back_before_a_token_is_there() -> None:
    queues = Queues()

    assert [wait(queues, seconds=30.0) for _ in range(2)] == [30.0, 32.0]


def test_nobody_is_sent_further_away_than_a_minute() -> None:
    queues = Queues()

    assert max(wait(queues) for _ in range(100)) == 60.0


def test_a_bucket_that_is_held_for_longer_is_waited_for() -> None:
    assert wait(Queues(), seconds=300.0) == 300.0


def test_a_queue_that_was_served_starts_anew() -> None:
    queues = Queues()
    for _ in range(5):
        wait(queues)

    assert wait(queues, at=100.0) == 1.0


def test_one_queue_does_not_lengthen_another() -> None:
    queues = Queues()
    wait(queues)

    assert wait(queues, workspace=THERE) == 1.0
    assert wait(queues, bucket="c") == 1.0


def test_queues_that_are_over_are_forgotten() -> None:
    queues = Queues()
    for number in range(queueing.MOST_QUEUES):
        wait(queues, bucket=str(number))

    wait(queues, at=1000.0)

    assert len(queues._ends) == 1
