"""Slack's pace is kept for all replicas at once."""

from datetime import timedelta

import pytest

from bot.model import WorkspaceId
from bot.ports import Rate
from storage.opening import Storage
from tests.storage.examples import NOW, minutes


def take(storage: Storage, here: WorkspaceId, seconds: float = 0.0, bucket: str = "post") -> float:
    short = storage.outbox.take(here, [Rate(bucket, 0.5, 2.0)], now=NOW + timedelta(seconds=seconds))
    return short[1] if short else 0.0


def test_a_new_bucket_gives_its_burst_and_then_says_how_long(storage: Storage, here: WorkspaceId) -> None:
    assert [take(storage, here) for _ in range(3)] == [0.0, 0.0, 2.0]


def test_the_answer_is_when_a_token_is_there(storage: Storage, here: WorkspaceId) -> None:
    take(storage, here)
    take(storage, here)

    assert take(storage, here, 0.5) == pytest.approx(1.5)
    assert take(storage, here, 1.999) > 0.0
    assert take(storage, here, 2.0) == 0.0


def test_a_bucket_never_holds_more_than_its_burst(storage: Storage, here: WorkspaceId) -> None:
    take(storage, here)

    later = 3600.0

    assert [take(storage, here, later) for _ in range(3)] == [0.0, 0.0, 2.0]


def test_a_clock_that_is_set_back_refills_nothing(storage: Storage, here: WorkspaceId) -> None:
    take(storage, here, 60)
    take(storage, here, 60)

    assert take(storage, here, 0) == 2.0


def test_a_refusal_costs_nothing(storage: Storage, here: WorkspaceId) -> None:
    take(storage, here)
    take(storage, here)

    for _ in range(5):
        take(storage, here, 1.0)

    assert take(storage, here, 2.0) == 0.0


def test_a_429_closes_the_bucket_until_its_moment(storage: Storage, here: WorkspaceId) -> None:
    storage.outbox.hold(here, "post", until=NOW + minutes(1))

    assert take(storage, here) == 60.0
    assert take(storage, here, 59) == 1.0
    assert take(storage, here, 62) == 0.0


def test_a_shorter_hold_does_not_open_a_longer_one(storage: Storage, here: WorkspaceId) -> None:
    storage.outbox.hold(here, "post", until=NOW + minutes(2))
    storage.outbox.hold(here, "post", until=NOW + minutes(1))

    assert take(storage, here) == 120.0


def test_buckets_and_workspaces_do_not_share(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    storage.outbox.hold(here, "post", until=NOW + minutes(1))

    assert take(storage, here, bucket="update") == 0.0
    assert take(storage, elsewhere) == 0.0


def test_where_one_bucket_is_empty_no_token_is_lost_from_the_others(storage: Storage, here: WorkspaceId) -> None:
    full, empty = Rate("full", 0.5, 2.0), Rate("empty", 0.5, 1.0)
    take(storage, here, bucket="full")
    storage.outbox.take(here, [empty], now=NOW)

    assert storage.outbox.take(here, [full, empty], now=NOW) == (empty, 2.0)
    assert storage.outbox.take(here, [full], now=NOW) is None
    assert storage.outbox.take(here, [full, empty], now=NOW) == (full, 2.0)


def test_buckets_that_have_a_token_each_give_it_together(storage: Storage, here: WorkspaceId) -> None:
    narrow, wide = Rate("narrow", 0.5, 1.0), Rate("wide", 0.5, 2.0)

    assert storage.outbox.take(here, [narrow, wide], now=NOW) is None
    assert [take(storage, here, bucket="wide") for _ in range(2)] == [0.0, 2.0]
