"""While a newer version's tables are there, an old one takes up nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.model import WorkspaceId
from storage.migrations import newest
from storage.opening import Storage
from storage.standing import Standing
from tests.storage.examples import NOW, a_message


def stand_at(storage: Storage, revision: str) -> None:
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})


def claimed(storage: Storage) -> list[str]:
    rows = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9)
    return [row.outgoing.key for row in rows]


@pytest.fixture(autouse=True)
def back(storage: Storage) -> Iterator[None]:
    """Put the revision back: tests share a PostgreSQL."""
    with storage.engine.connect() as connection:
        was = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    yield
    stand_at(storage, was)


def test_nothing_is_claimed_while_the_tables_are_a_newer_versions(
    storage: Storage, here: WorkspaceId, caplog: pytest.LogCaptureFixture
) -> None:
    with storage.work(here) as work:
        work.send([a_message("a")])
    stand_at(storage, "9999")

    assert claimed(storage) == []
    assert claimed(storage) == []
    assert caplog.text.count("stands down") == 1


def test_no_workspace_loses_its_turn_to_an_old_version(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    for workspace_id in (here, elsewhere):
        with storage.work(workspace_id) as work:
            work.send([a_message("a")])
    stand_at(storage, "9999")

    assert claimed(storage) == []

    with storage.engine.begin() as connection:
        assert set(connection.execute(text("SELECT turn FROM workspace")).scalars()) == {0}


def test_an_old_version_leaves_alone_what_a_clock_put_off(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a", not_before=NOW + timedelta(days=40))])
    stand_at(storage, "9999")
    assert claimed(storage) == []

    stand_at(storage, newest())

    assert claimed(storage) == ["a"]


def test_nothing_is_due_and_nothing_looked_at_again_either(storage: Storage) -> None:
    stand_at(storage, "9999")

    assert storage.workspaces.due(now=NOW) == []
    assert storage.outbox.second_looks(now=NOW, lease_for=60, limit=9) == []


def test_work_goes_on_when_the_tables_are_back(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a")])
    stand_at(storage, "9999")
    assert claimed(storage) == []

    stand_at(storage, newest())

    assert claimed(storage) == ["a"]


def test_a_row_in_hand_is_brought_to_its_end(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a")])
    (row,) = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9)
    stand_at(storage, "9999")

    assert storage.outbox.sent(row, posted=None, now=NOW)


def test_tables_that_no_migration_made_are_taken_for_ours(storage: Storage) -> None:
    standing = Standing()
    with storage.engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO elsewhere"))
    try:
        with storage.engine.begin() as connection:
            assert not standing.is_outdated(connection)
    finally:
        with storage.engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO alembic_version"))
