"""What was given up is listed, tried again as if it were new, or let go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text

from bot.model import ChannelId, DealId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Row, RowState
from storage.columns import EPOCH
from storage.dead_rows import DeadRows
from storage.mapping import outgoing_values
from storage.opening import Storage
from storage.schema.boxes import outbox
from tests.storage.examples import NOW, a_message
from tests.storage.test_plans import noted

DEAL, OTHER = DealId(UUID(int=1)), DealId(UUID(int=2))
WHY = "channel_not_found"


def claim(storage: Storage) -> list[Row]:
    return list(storage.outbox.claim(now=NOW + timedelta(days=1), business_now=NOW, lease_for=60, limit=50))


def die(storage: Storage, workspace_id: WorkspaceId, *outgoing: Outgoing, why: str = WHY) -> None:
    """Give messages up, one after the other."""
    with storage.work(workspace_id) as work:
        work.send(outgoing)
    for number, row in enumerate(claim(storage)):
        storage.outbox.dead(row, why=why, now=NOW + timedelta(seconds=number))


def of_deal(key: str, deal_id: DealId, kind: Kind = Kind.SAY) -> Outgoing:
    return Outgoing(key, kind, None, in_channel_of=deal_id)


def keys(storage: Storage) -> list[str]:
    return [each.key for each in storage.dead_rows.all()]


def test_what_was_given_up_is_listed_with_its_reason_the_last_first(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    die(storage, here, a_message("a", None), a_message("b", None))
    die(storage, elsewhere, a_message("c", None), why="is_archived")

    assert [(each.workspace_id, each.why) for each in storage.dead_rows.all() if each.key == "c"] == [
        (elsewhere, "is_archived")
    ]
    assert keys(storage).index("b") < keys(storage).index("a")
    assert storage.dead_rows.count() == 3
    assert len(storage.dead_rows.all(limit=2)) == 2


def test_what_is_alive_is_not_listed(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a")])

    assert (keys(storage), storage.dead_rows.count()) == ([], 0)


def test_a_revived_row_goes_as_if_it_were_new(storage: Storage, here: WorkspaceId) -> None:
    die(storage, here, a_message("a", None), a_message("b", None))

    assert storage.dead_rows.revive(here, "a") == 1

    (row,) = claim(storage)
    assert (row.outgoing.key, row.state, row.attempt) == ("a", RowState.PENDING, 0)
    assert keys(storage) == ["b"]


def test_a_revived_row_that_was_in_doubt_is_looked_for_first(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a", None)])
    (row,) = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=1)
    assert storage.outbox.to_wire(row, now=NOW, body="hello", channel_id=ChannelId("C1"))
    (row,) = claim(storage)
    storage.outbox.dead(row, why=WHY, now=NOW)

    storage.dead_rows.revive(here, "a")

    (row,) = claim(storage)
    assert row.state is RowState.UNKNOWN


def test_a_channel_brings_along_what_died_for_want_of_it(storage: Storage, here: WorkspaceId) -> None:
    rows = of_deal("channel", DEAL, Kind.OPEN_CHANNEL), of_deal("brief", DEAL), of_deal("theirs", OTHER)
    die(storage, here, *rows)

    assert storage.dead_rows.revive(here, "channel") == 2

    assert keys(storage) == ["theirs"]


def test_a_message_brings_nothing_along(storage: Storage, here: WorkspaceId) -> None:
    die(storage, here, of_deal("a", DEAL), of_deal("b", DEAL))

    assert storage.dead_rows.revive(here, "a") == 1


def test_all_of_a_workspace_are_revived_and_nobody_elses(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    die(storage, here, a_message("a", None), a_message("b", None))
    die(storage, elsewhere, a_message("a", None))

    assert storage.dead_rows.revive(here) == 2
    assert [each.workspace_id for each in storage.dead_rows.all()] == [elsewhere]


def test_what_was_let_go_never_comes_back(storage: Storage, here: WorkspaceId) -> None:
    die(storage, here, a_message("a", None))

    assert storage.dead_rows.drop(here, "a") == 1

    assert storage.dead_rows.revive(here, "a") == 0
    assert (keys(storage), claim(storage)) == ([], [])


@pytest.mark.parametrize("key", ["sent", "waiting", "unheard of"])
def test_only_what_is_dead_can_be_revived_or_dropped(storage: Storage, here: WorkspaceId, key: str) -> None:
    with storage.work(here) as work:
        work.send([a_message("sent", None), a_message("waiting", None, not_before=NOW + timedelta(days=9))])
    (row,) = claim(storage)
    storage.outbox.sent(row, posted=None, now=NOW)

    assert storage.dead_rows.revive(here, key) == 0
    assert storage.dead_rows.drop(here, key) == 0


def test_the_courier_knows_what_was_given_up(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    die(storage, here, a_message("a", None))

    assert storage.outbox.is_dead(here, "a")
    assert not storage.outbox.is_dead(elsewhere, "a")
    assert not storage.outbox.is_dead(here, "b")


def put_sent(storage: Storage, here: WorkspaceId, count: int) -> None:
    """Put so many messages that were sent beside the others, and let PostgreSQL know how many there are."""
    alike = {"workspace_id": here, "due_at": EPOCH, "attempt": 0, "decided_at": NOW, "state": RowState.SENT}
    said = [a_message(f"sent:{number}", None) for number in range(count)]
    with storage.engine.begin() as connection:
        rows = [outgoing_values(each) | alike | {"id": uuid4(), "ended_at": NOW} for each in said]
        connection.execute(insert(outbox), rows)
        connection.execute(text("ANALYZE"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows, _: rows.all(),
        lambda rows, _: rows.count(),
        lambda rows, here: rows.revive(here),
        lambda rows, here: rows.drop(here),
    ],
)
def test_what_was_given_up_is_found_without_reading_what_was_sent(
    storage: Storage, here: WorkspaceId, ask: Callable[[DeadRows, WorkspaceId], object]
) -> None:
    put_sent(storage, here, 5_000)
    with noted(storage) as statements:
        ask(storage.dead_rows, here)

    explain = "EXPLAIN QUERY PLAN" if storage.engine.dialect.name == "sqlite" else "EXPLAIN"
    with storage.engine.execution_options(is_reading=True).connect() as connection:
        plans = [
            str(connection.exec_driver_sql(f"{explain} {statement}", given).all())
            for statement, given in cast("list[tuple[str, Any]]", statements)
        ]
    assert plans
    assert all("ix_outbox_dead" in plan for plan in plans)
