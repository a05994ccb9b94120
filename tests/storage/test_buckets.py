"""Slack's pace is kept for all replicas at once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from random import Random

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


A_MINUTE = Rate("minute", 1.0, 6.0, 12)


def times(storage: Storage, here: WorkspaceId, rate: Rate, pauses: Iterator[float], *, until: float) -> list[float]:
    """Take after each pause, as long as the bucket says on top; return the seconds at which a token was given."""
    given: list[float] = []
    at = 0.0
    while at < until:
        short = storage.outbox.take(here, [rate], now=NOW + timedelta(seconds=at))
        if short is None:
            given.append(at)
        # A hair more than it said: moments are kept in whole microseconds.
        at += (short[1] + 1e-5 if short else 0.0) + next(pauses)
    return given


def most_in_a_minute(given: list[float]) -> int:
    return max(sum(first <= each < first + 60 for each in given) for first in given)


@pytest.mark.parametrize("seed", range(5))
def test_no_minute_ever_takes_more_than_slack_does(storage: Storage, here: WorkspaceId, seed: int) -> None:
    luck = Random(seed)
    pauses = (luck.choice([0.0, 0.0, 0.01, 0.7, 25.0]) for _ in count())

    given = times(storage, here, A_MINUTE, pauses, until=400)

    assert len(given) > 12
    assert most_in_a_minute(given) <= 12


def test_who_always_asks_gets_nineteen_twentieths_of_what_slack_takes(storage: Storage, here: WorkspaceId) -> None:
    given = times(storage, here, A_MINUTE, (0.0 for _ in count()), until=620)

    assert len(given) >= 0.95 * 12 * 10
    assert most_in_a_minute(given) == 12


def test_calls_that_overtake_each_other_on_their_way_stay_within_the_minute(
    storage: Storage, here: WorkspaceId
) -> None:
    luck = Random(7)

    given = times(storage, here, A_MINUTE, (0.0 for _ in count()), until=310)

    assert most_in_a_minute(sorted(each + luck.uniform(0, 0.99) for each in given)) <= 12


def test_a_burst_is_paid_back_within_its_minute(storage: Storage, here: WorkspaceId) -> None:
    at_once = [storage.outbox.take(here, [A_MINUTE], now=NOW) for _ in range(7)]

    assert at_once[:6] == [None] * 6
    assert at_once[6] == (A_MINUTE, 1.0)


def test_the_minute_is_counted_for_each_workspace(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    used_up = Rate("minute", 100.0, 12.0, 12)
    for _ in range(12):
        storage.outbox.take(here, [used_up], now=NOW)

    later = NOW + timedelta(seconds=30)

    assert storage.outbox.take(here, [used_up], now=later) == (used_up, 32.0)
    assert storage.outbox.take(elsewhere, [used_up], now=later) is None


@pytest.mark.parametrize("back", [timedelta(minutes=6), timedelta(days=1), timedelta(days=30)])
def test_a_clock_that_is_set_far_back_costs_a_bucket_a_minute_at_most(
    storage: Storage, here: WorkspaceId, back: timedelta
) -> None:
    for _ in range(6):
        storage.outbox.take(here, [A_MINUTE], now=NOW)
    now = NOW - back

    assert storage.outbox.take(here, [A_MINUTE], now=now) == (A_MINUTE, 1.0)
    given = [storage.outbox.take(here, [A_MINUTE], now=now + timedelta(seconds=n)) for n in range(1, 13)]

    # Slack still counts what went before, and so does the bucket.
    assert sum(each is None for each in given) == 6
    assert storage.outbox.take(here, [A_MINUTE], now=now + timedelta(seconds=62)) is None


def test_a_hold_ends_when_it_should_though_the_clock_was_set_back(storage: Storage, here: WorkspaceId) -> None:
    take(storage, here)
    storage.outbox.hold(here, "post", until=NOW + minutes(1))
    yesterday = NOW - timedelta(days=1)

    assert storage.outbox.take(here, [Rate("post", 0.5, 2.0)], now=yesterday) == (Rate("post", 0.5, 2.0), 60.0)
    assert storage.outbox.take(here, [Rate("post", 0.5, 2.0)], now=yesterday + minutes(1)) is None


def test_replicas_whose_clocks_differ_share_one_pace(storage: Storage, here: WorkspaceId) -> None:
    """One that is two minutes behind must not fill the bucket anew for the other, nor the other for it."""
    given = 0
    for second in range(60):
        for skew in (0, 120):
            now = NOW + timedelta(seconds=second + skew)
            given += storage.outbox.take(here, [Rate("post", 1.0, 3.0, 60)], now=now) is None

    assert given <= 63
