"""A look at what is due costs what is due: each question finds its index, however much lies beside it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.model import DealStatus, UserId, WorkspaceId
from bot.ports import Wanted
from storage.migrations import metadata
from storage.opening import Storage, open_storage
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, OMAR, a_deal, a_message


@pytest.fixture
def storage(tmp_path: Path, sqlite_template: Path) -> Iterator[Storage]:
    """Return a SQLite database: its plans do not hang on statistics."""
    (tmp_path / "baton.db").write_bytes(sqlite_template.read_bytes())
    opened = open_storage(f"sqlite:///{tmp_path / 'baton.db'}", ids=numbered_ids())
    yield opened
    opened.close()


def plans(storage: Storage, act: Callable[[], object]) -> str:
    """Return how SQLite finds the rows of every statement of an action."""
    with noted(storage) as statements:
        act()
    with storage.engine.execution_options(is_reading=True).connect() as connection:
        found = [
            row.detail
            for statement, parameters in statements
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    return "\n".join(found)


@contextmanager
def noted(storage: Storage) -> Iterator[list[tuple[str, object]]]:
    statements: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *more: object) -> None:
        if re.match("SELECT|UPDATE", statement):
            statements.append((statement, given[0] if more[-1] is True else given))

    event.listen(storage.engine, "before_cursor_execute", note)
    yield statements
    event.remove(storage.engine, "before_cursor_execute", note)


def test_due_deals_are_found_by_their_index_alone(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        plan = plans(storage, lambda: work.due_deals(now=NOW, limit=9))

    assert "USING COVERING INDEX ix_deal_review (workspace_id=? AND next_review_at<?)" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_claim_is_found_by_its_index_in_order(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a")])
    # The first claim of a process asks once what was put off by a clock that was wrong; those that follow do not.
    storage.outbox.claim(now=NOW, business_now=NOW, lease_for=0, limit=9)

    plan = plans(storage, lambda: storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9))

    assert "SEARCH outbox USING INDEX ix_outbox_due (workspace_id=? AND due_at=? AND not_before<?)" in plan
    assert "SEARCH outbox USING INDEX ix_outbox_due (workspace_id=? AND due_at>? AND due_at<?)" in plan
    assert "SEARCH earlier USING INDEX ix_outbox_lane (workspace_id=? AND lane=? AND position<?)" in plan
    assert "SCAN outbox" not in plan


@pytest.mark.postgres
def test_postgres_looks_back_in_a_lane_row_by_row(postgres_url: str) -> None:
    storage = open_storage(postgres_url, ids=numbered_ids())
    here = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id
    # The first claim looks whether there is a table of revisions.
    storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9)
    with storage.work(here) as work:
        work.send([a_message(f"{number}", f"L{number % 50}") for number in range(2000)])

    with noted(storage) as statements:
        storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9)
    with storage.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE outbox")
        plan = "\n".join(
            row[0]
            for statement, parameters in statements
            for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        )

    assert "using ix_outbox_due" in plan
    assert "Join" not in plan
    assert "hashed SubPlan" not in plan
    storage.close()


def test_a_newer_edit_is_found_by_its_index(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("a", None, edits="board")])
    (row,) = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9)

    plan = plans(storage, lambda: storage.outbox.superseded(row))

    assert "ix_outbox_edits (workspace_id=? AND edits=? AND position>?)" in plan


def test_the_deals_that_concern_somebody_are_found_by_indexes(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        plan = plans(storage, lambda: work.count(Wanted(person=OMAR, with_open_lapse=True)))

    for index in ("ix_deal_owner", "ix_deal_offered", "ix_step_by", "ix_item_holder", "ix_lapse_open"):
        assert index in plan
    assert "SCAN" not in plan


def test_events_of_a_span_are_found_by_their_index(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        plan = plans(storage, lambda: work.events_between(NOW, NOW + timedelta(days=1)))

    assert "ix_event_at (workspace_id=? AND at>? AND at<?)" in plan
    assert "TEMP B-TREE" not in plan


def test_what_does_not_change_is_not_written(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
        before = work.deal_from("erp", "acme")
        assert before is not None
        with noted(storage) as statements:
            work.save(before, replace(before, owner_id=UserId("UNEW"), status=DealStatus.HELD), [], [])

    ((statement, _),) = statements
    assert re.findall(r"(\w+)=\?", statement.split("WHERE")[0]) == ["status", "owner_id", "version"]


def test_every_key_and_index_starts_with_the_workspace() -> None:
    found_by = {("installation", "enterprise_id"), ("crm_connection", "id")}
    exceptions = found_by | {("outbox", "position"), ("spent_state", "digest")}
    first = {
        (table.name, next(iter(each.columns)).name)
        for table in metadata.tables.values()
        for each in (table.primary_key, *table.indexes, *table.constraints)
    }

    assert {pair for pair in first if pair[1] != "workspace_id"} == exceptions


def test_every_table_carries_its_workspace(storage: Storage) -> None:
    assert [name for name, table in metadata.tables.items() if "workspace_id" not in table.c] == ["spent_state"]
    with storage.engine.execution_options(is_reading=True).connect() as connection:
        tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
    assert set(metadata.tables) == {name for name in tables if not name.startswith(("sqlite_", "alembic_"))}


def test_what_homes_do_not_show_yet_is_found_by_its_index_alone(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        plan = plans(storage, lambda: work.unshown(limit=9))
    everywhere = plans(storage, storage.workspaces.with_news)

    assert "SEARCH deal USING INDEX ix_deal_news (workspace_id=?)" in plan
    assert "TEMP B-TREE" not in plan
    assert "SEARCH deal USING INDEX ix_deal_news (workspace_id=?)" in everywhere
