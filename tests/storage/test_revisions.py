"""Every revision goes up and down with rows in all tables, on both databases, and nobody's rows are lost."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from storage import migrations
from storage.engine import open_engine
from storage.failure import StorageError
from storage.keeping.tables import copy_all, tables_in
from tests.storage.conftest import new_database, run
from tests.storage.rows import Everything, everything, fill

REVISIONS = [each.revision for each in ScriptDirectory(str(migrations._SCRIPTS)).walk_revisions()][::-1]
NUMBERS = count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"empty_{next(NUMBERS)}"
    yield new_database(server, name)
    run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    opened = open_engine(empty_url)
    yield opened
    opened.dispose()


def described(engine: Engine) -> dict[str, object]:
    """Return what a database says about its tables, down to types, keys and indexes."""
    with engine.connect() as connection:
        inspector = inspect(connection)
        return {
            table: (
                {column["name"]: (str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)},
                inspector.get_pk_constraint(table),
                sorted(map(str, inspector.get_foreign_keys(table))),
                sorted(map(index_words, inspector.get_indexes(table))),
            )
            for table in sorted(inspector.get_table_names())
        }


def index_words(index: Any) -> str:
    options = {name: str(value) for name, value in (index.get("dialect_options") or {}).items()}
    return f"{index['name']} {index['column_names']} {index['unique']} {options}"


def rows_in(engine: Engine) -> Everything:
    with engine.connect() as connection:
        return everything(connection)


def fill_all(engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection)


def shared(one: Everything, other: Everything) -> Everything:
    """Return the first with no table and no column that the other lacks."""
    return {
        table: [{name: row[name] for name in row if name in theirs[0]} for row in rows]
        for table, rows in one.items()
        if (theirs := other.get(table))
    }


def test_all_revisions_come_down_and_leave_nothing(engine: Engine) -> None:
    migrations.upgrade(engine)
    fill_all(engine)

    migrations.downgrade(engine, "base")

    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert migrations.current(engine) is None


@pytest.mark.parametrize(("before", "after"), list(pairwise(REVISIONS)))
def test_each_step_up_and_down_keeps_what_both_sides_know(engine: Engine, before: str, after: str) -> None:
    migrations.upgrade(engine, before)
    fill_all(engine)
    tables, rows = described(engine), rows_in(engine)

    migrations.upgrade(engine, after)
    assert shared(rows, rows_in(engine)) == shared(rows_in(engine), rows)
    assert described(engine) != tables

    migrations.downgrade(engine, before)
    assert rows_in(engine) == rows
    assert described(engine) == tables


def test_down_and_up_again_gives_the_same_tables(engine: Engine) -> None:
    migrations.upgrade(engine)
    tables = described(engine)
    fill_all(engine)

    for revision in reversed(REVISIONS[:-1]):
        migrations.downgrade(engine, revision)
    migrations.upgrade(engine)

    assert described(engine) == tables
    assert migrations.check(engine) == []


@pytest.mark.postgres
@pytest.mark.parametrize("revision", REVISIONS)
def test_both_databases_hold_the_same_rows_at_each_revision(
    tmp_path: Path, postgres_server: str, revision: str
) -> None:
    here = open_engine(f"sqlite:///{tmp_path / 'here.db'}")
    there = open_engine(new_database(postgres_server, f"both_{revision}_{next(NUMBERS)}"))
    for each in (here, there):
        migrations.upgrade(each, revision)
    fill_all(here)
    with here.connect() as source, there.begin() as target:
        assert copy_all(source, target) == 3 * len(tables_in(target))

    migrations.upgrade(here)
    migrations.upgrade(there)

    assert rows_in(here) == rows_in(there)
    here.dispose()
    there.dispose()


def test_a_database_that_a_newer_version_moved_is_left_alone(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match=r"A newer Baton moved the database to revision 9999; .* up to \d{4}"):
        migrations.upgrade(engine)

    assert migrations.current(engine) == "9999"


def test_revisions_are_known_by_name() -> None:
    assert migrations.is_known(None)
    assert all(migrations.is_known(each) for each in REVISIONS)
    assert not migrations.is_known("9999")


@pytest.mark.parametrize("since", [None, REVISIONS[0]])
def test_many_processes_may_migrate_at_once(empty_url: str, since: str | None) -> None:
    if since:
        old = open_engine(empty_url)
        migrations.upgrade(old, since)
        fill_all(old)
        rows = rows_in(old)
        old.dispose()
    program = (
        "import sys; from storage.engine import open_engine; from storage.migrations import upgrade;"
        "upgrade(open_engine(sys.argv[1]))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, empty_url], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate()[1] for process in processes]

    assert [process.returncode for process in processes] == [0] * 4, said
    engine = open_engine(empty_url)
    assert migrations.check(engine) == []
    if since:
        assert shared(rows, rows_in(engine)) == rows
    engine.dispose()


def test_whoever_has_nothing_to_do_does_not_wait_for_a_writer(engine: Engine, empty_url: str) -> None:
    migrations.upgrade(engine)
    other = open_engine(empty_url)

    with other.begin() as connection:
        connection.execute(text("UPDATE workspace SET turn = turn + 1"))
        migrations.upgrade(engine)

    other.dispose()


def test_a_process_that_migrates_waits_as_long_as_it_takes_and_others_as_before(engine: Engine) -> None:
    migrations.upgrade(engine, REVISIONS[0])
    migrations.upgrade(engine)

    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        kept = connection.exec_driver_sql("PRAGMA busy_timeout" if is_sqlite else "SHOW lock_timeout").scalar()
    assert kept == (30_000 if is_sqlite else "8s")
