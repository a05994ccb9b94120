"""A mountain of messages in one workspace keeps no other waiting, through the real claims and the real courier."""

from datetime import datetime, timedelta
from math import ceil

import pytest

from bot.model import WorkspaceId
from storage.claims import Clocks, next_rows
from storage.opening import Storage
from tests.benchmarks.bench_fairness import put_due, put_workspaces
from tests.benchmarks.in_process import Told, courier_of
from tests.bot.making import NOW

MOUNTAIN, OTHERS, AT_ONCE = 1_500, 39, 8


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    machine = now


@pytest.fixture
def large(storage: Storage) -> WorkspaceId:
    """Return the workspace whose mountain was there before anybody else's message."""
    first, *others = put_workspaces(storage, OTHERS + 1)
    put_due(storage, first, MOUNTAIN)
    for each in others:
        put_due(storage, each, 1)
    return first


def test_everybody_has_been_served_when_each_has_had_one_turn(storage: Storage, large: WorkspaceId) -> None:
    told = Told()
    courier = courier_of(storage, Clock(), told)

    for _ in range(ceil((OTHERS + 1) / AT_ONCE)):
        courier.deliver_once(AT_ONCE)

    assert len(set(told.order)) == OTHERS + 1
    assert told.order.count(large) == 1


def test_who_is_alone_again_gets_all_the_room(storage: Storage, large: WorkspaceId) -> None:
    told = Told()
    courier = courier_of(storage, Clock(), told)
    for _ in range(ceil((OTHERS + 1) / AT_ONCE)):
        courier.deliver_once(AT_ONCE)

    courier.deliver_once(AT_ONCE)

    assert told.order[-AT_ONCE:] == [large] * AT_ONCE


def test_one_message_that_comes_later_waits_for_one_claim_only(storage: Storage, large: WorkspaceId) -> None:
    told, clock = Told(), Clock()
    courier = courier_of(storage, clock, told)
    for _ in range(12):
        courier.deliver_once(AT_ONCE)
        clock.moment += timedelta(seconds=1)
    (late,) = put_workspaces(storage, 1)
    put_due(storage, late, 1)

    courier.deliver_once(AT_ONCE)

    assert late in told.order[-AT_ONCE:]


@pytest.mark.parametrize("url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_claims_beside_each_other_serve_different_workspaces(storage: Storage, large: WorkspaceId) -> None:
    """One that found nothing left would make its thread sleep, with work for it all around."""
    with storage.database.writing() as connection:
        rows = next_rows(connection, Clocks(machine=NOW, business=NOW), AT_ONCE)
        beside = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=AT_ONCE)

    served = {row["workspace_id"] for row in rows} | {row.workspace_id for row in beside}
    assert len(served) == 2 * AT_ONCE
