"""What is spelled out once says and answers what SQLAlchemy would, on both databases, and fails as it would."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast, get_origin
from uuid import UUID

import pytest
from sqlalchemy import Connection, Integer, bindparam, event, insert, select, text, update

from bot.model import WorkspaceId
from bot.ports import RowState, Wanted
from storage.columns import Json
from storage.failure import StorageError, Unusable
from storage.migrations import metadata
from storage.opening import Storage, open_storage
from storage.prepared import Prepared
from storage.schema.boxes import inbox, outbox
from storage.schema.deals import deal
from storage.schema.workspaces import installation, workspace
from storage.tenancy import unless_there
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_message
from tests.storage.test_tenancy import fill

KEYS = select(outbox.c.key).where(outbox.c.workspace_id == bindparam("here")).order_by(outbox.c.position)
NOBODY = WorkspaceId(UUID(int=999))
SET = Prepared(update(outbox).where(outbox.c.key == bindparam("this")))


def send(storage: Storage, here: WorkspaceId, *keys: str) -> None:
    with storage.work(here) as work:
        work.send([a_message(key) for key in keys])


def errors(storage: Storage) -> dict[str, str | None]:
    with storage.database.reading() as connection:
        return dict(connection.execute(select(outbox.c.key, outbox.c.error)).all())  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_a_row_of_any_table_is_read_as_sqlalchemy_reads_it(storage: Storage, here: WorkspaceId, name: str) -> None:
    fill(storage, here, "Ääkköset")
    wanted = select(metadata.tables[name])

    with storage.database.reading() as connection:
        plainly = connection.execute(wanted)
        assert Prepared(wanted).on(connection, {}).mappings() == [dict(row) for row in plainly.mappings()]


def test_the_same_column_of_two_tables_stands_in_one_name(storage: Storage, here: WorkspaceId) -> None:
    wanted = Prepared(select(workspace, installation).join(installation))

    with storage.database.reading() as connection:
        (row,) = wanted.on(connection, {}).mappings()

    assert (row["workspace_id"], row["team_id"], row["look_back_at"]) == (here, "T1", None)


def test_an_answer_gives_rows_values_or_nothing(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a", "b")
    keys = Prepared(KEYS)

    with storage.database.reading() as connection:
        both, none = (keys.on(connection, {"here": each}) for each in (here, NOBODY))

    assert (list(both), both.first(), both.scalars(), both.scalar()) == ([("a",), ("b",)], ("a",), ["a", "b"], "a")
    assert (list(none), none.first(), none.scalars(), none.scalar()) == ([], None, [], None)
    assert none.mappings() == []


def test_constants_stay_and_what_is_given_changes(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a", "b", "c")
    waiting = Prepared(KEYS.where(outbox.c.state == RowState.PENDING).limit(bindparam("most", type_=Integer)))

    with storage.database.reading() as connection:
        assert waiting.on(connection, {"here": here, "most": 2}).scalars() == ["a", "b"]
        assert waiting.on(connection, {"here": here, "most": 9}).scalars() == ["a", "b", "c"]


def test_a_change_counts_what_it_changed(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a", "b")

    with storage.database.writing() as connection:
        found = SET.on(connection, {"this": "a", "error": "late", "ended_at": NOW})
        missed = SET.on(connection, {"this": "z", "error": "late"})

    assert (found.rowcount, missed.rowcount) == (1, 0)
    assert errors(storage) == {"a": "late", "b": None}


def test_one_statement_sets_whatever_columns_are_given(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")

    with storage.database.writing() as connection:
        SET.on(connection, {"this": "a", "error": "late"})
        SET.on(connection, {"this": "a", "due_at": NOW})
        row = connection.execute(select(outbox.c.error, outbox.c.due_at)).one()

    assert tuple(row) == ("late", NOW)


def test_many_changes_are_made_in_turn(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a", "b", "c")

    with storage.database.writing() as connection:
        SET.on_each(connection, [{"this": "a", "error": "one"}, {"this": "c", "error": "two"}])

    assert errors(storage) == {"a": "one", "b": None, "c": "two"}


def test_a_row_that_comes_again_gives_the_same_thing_and_a_changed_one_another(
    storage: Storage, here: WorkspaceId
) -> None:
    send(storage, here, "a")
    wanted = Prepared(select(outbox.c.key, outbox.c.due_at), shape=lambda values: (f"row {values[0]}", values[1]))

    def ask() -> tuple[str, datetime]:
        with storage.database.reading() as connection:
            (found,) = wanted.on(connection, {})
        return cast("tuple[str, datetime]", found)

    first, again = ask(), ask()
    with storage.database.writing() as connection:
        SET.on(connection, {"this": "a", "due_at": NOW})

    assert first is again
    assert (first[0], ask()) == ("row a", ("row a", NOW))


def test_a_deal_that_was_changed_and_changed_back_is_read_as_it_stands(storage: Storage, here: WorkspaceId) -> None:
    fill(storage, here, "Acme")
    seen = []
    for name in ("Acme", "Other", "Acme"):
        with storage.database.writing() as connection:
            connection.execute(update(deal).values(listed_seller=name, owner_id=f"U{name}"))
        with storage.work(here) as work:
            (found,) = work.deals(Wanted())
            seen.append(found.owner_id)

    assert seen == ["UAcme", "UOther", "UAcme"]


def test_the_same_json_is_the_same_value_where_nobody_can_change_it(storage: Storage) -> None:
    frozen, open_to_all = Json(tuple[date, ...]), Json(dict[int, int], is_frozen=False)
    read_days, read_counts = (kind.result_processor(storage.engine.dialect, None) for kind in (frozen, open_to_all))

    assert read_days('["2026-12-24"]') is read_days('["2026-12-24"]')
    assert read_counts('{"1": 2}') == {1: 2}
    assert read_counts('{"1": 2}') is not read_counts('{"1": 2}')
    assert (read_days(None), read_counts(None)) == (None, None)


def test_every_value_that_is_remembered_is_one_that_nobody_can_change() -> None:
    """A list or a dict that two deals share would change in both."""
    kinds = {column.type for table in metadata.tables.values() for column in table.columns}
    shared = [kind.kind for kind in kinds if isinstance(kind, Json) and hasattr(kind._read, "cache_info")]

    assert shared
    for kind in shared:
        assert get_origin(kind) is tuple or kind.__dataclass_params__.frozen


def answer(here: WorkspaceId, key: str, outcome: str) -> dict[str, Any]:
    return {"workspace_id": here, "key": key, "outcome": outcome, "answered_at": NOW}


def test_a_row_is_added_as_it_was_given(storage: Storage, here: WorkspaceId) -> None:
    with storage.database.writing() as connection:
        added = Prepared(insert(inbox)).on(connection, answer(here, "press", "done"))
        row = connection.execute(select(inbox)).mappings().one()

    assert added.rowcount == 1
    assert dict(row) == answer(here, "press", "done")


def test_what_stands_there_already_is_not_counted_as_added(storage: Storage, here: WorkspaceId) -> None:
    with storage.database.writing() as connection:
        new = unless_there(connection, inbox)
        assert new.on(connection, answer(here, "press", "done")).rowcount == 1
        assert new.on(connection, answer(here, "press", "again")).rowcount == 0
        new.on_each(connection, [answer(here, "press", "late"), answer(here, "type", "done")])
        rows = connection.execute(select(inbox.c.key, inbox.c.outcome).order_by(inbox.c.key)).all()

    assert [tuple(row) for row in rows] == [("press", "done"), ("type", "done")]


def test_a_moment_without_a_zone_is_refused_here_too(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")

    with pytest.raises(ValueError, match="needs a zone"), storage.database.writing() as connection:
        SET.on(connection, {"this": "a", "due_at": NOW.replace(tzinfo=None)})


def test_a_list_whose_length_changes_is_refused(storage: Storage) -> None:
    wanted = Prepared(select(outbox.c.key).where(outbox.c.key.in_(bindparam("keys", expanding=True))))

    with pytest.raises(ValueError, match="no list whose length changes"), storage.database.reading() as connection:
        wanted.on(connection, {"keys": ["a"]})


def test_what_is_asked_for_and_not_given_is_named(storage: Storage) -> None:
    with pytest.raises(ValueError, match="asks for 'here'"), storage.database.reading() as connection:
        Prepared(KEYS).on(connection, {})


def test_whoever_watches_an_engine_sees_its_statements(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    seen: list[tuple[str, Any]] = []

    @event.listens_for(storage.engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, words: str, given: Any, *_: object) -> None:
        seen.append((words[:6], len(given)))

    with storage.database.writing() as connection:
        Prepared(KEYS).on(connection, {"here": here})
        SET.on_each(connection, [{"this": "a", "error": "one"}, {"this": "b", "error": "two"}])

    assert seen == [("SELECT", 1), ("UPDATE", 2)]


def doubled(connection: Connection) -> None:
    """Give every message the key of the first."""
    Prepared(update(outbox)).on(connection, {"key": "a"})


def test_a_fault_is_said_in_the_same_sentence(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a", "b")

    with pytest.raises(StorageError, match="contradicts what it holds"), storage.database.writing() as connection:
        doubled(connection)


def test_nothing_is_kept_of_a_transaction_that_went_on_after_a_fault(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a", "b")

    def go_on() -> None:
        with storage.database.writing() as connection:
            SET.on(connection, {"this": "a", "error": "late"})
            with suppress(StorageError):
                doubled(connection)

    with pytest.raises(StorageError, match="nothing of it was kept"):
        go_on()

    assert errors(storage) == {"a": None, "b": None}


def test_a_database_without_tables_is_said_so(tmp_path: Path) -> None:
    empty = open_storage(f"sqlite:///{tmp_path / 'empty.db'}", ids=numbered_ids())

    with pytest.raises(StorageError, match="Run: python app\\.py migrate"), empty.database.reading() as connection:
        Prepared(KEYS).on(connection, {"here": NOBODY})

    empty.close()


@pytest.mark.postgres
def test_a_connection_that_died_is_given_to_nobody_else(postgres_url: str) -> None:
    storage = open_storage(postgres_url, ids=numbered_ids())
    mine = Prepared(KEYS)

    def die() -> None:
        with storage.database.writing() as connection:
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
            with storage.database.writing() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": pid})
            mine.on(connection, {"here": NOBODY})

    with pytest.raises(Unusable):
        die()

    assert storage.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    with storage.database.reading() as connection:
        assert mine.on(connection, {"here": NOBODY}).scalars() == []
    storage.close()
