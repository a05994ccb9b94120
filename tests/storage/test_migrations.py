"""The tables in a database and the tables in the program are the same, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from storage import migrations
from storage.engine import open_engine
from storage.failure import StorageError
from storage.migrations import metadata
from storage.opening import Storage, open_storage
from tests.storage.conftest import numbered_ids


def shape(storage: Storage) -> dict[str, object]:
    """Return what a database says about its tables."""
    inspector = inspect(storage.engine)
    return {
        table: (
            [(column["name"], column["nullable"]) for column in inspector.get_columns(table)],
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted(tuple(each["column_names"]) for each in inspector.get_unique_constraints(table)),
            sorted(
                (each["name"], *each["column_names"])
                for each in inspector.get_indexes(table)
                if "duplicates_constraint" not in each
            ),
            sorted(
                (each["referred_table"], *each["constrained_columns"]) for each in inspector.get_foreign_keys(table)
            ),
        )
        for table in metadata.tables
    }


def test_a_migrated_database_agrees_with_the_program(storage: Storage) -> None:
    assert migrations.check(storage.engine) == []
    assert migrations.current(storage.engine) == migrations.newest()


def test_migrating_again_changes_nothing(storage: Storage) -> None:
    migrations.upgrade(storage.engine)

    assert migrations.check(storage.engine) == []


def test_an_empty_database_stands_at_no_revision_and_says_what_to_run(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'empty.db'}", ids=numbered_ids())

    assert migrations.current(storage.engine) is None
    with pytest.raises(StorageError, match=r"Run: python app\.py migrate"):
        storage.workspaces.all()

    storage.close()


@pytest.mark.postgres
def test_an_empty_postgres_says_what_to_run(postgres_server: str) -> None:
    storage = open_storage(postgres_server, ids=numbered_ids())

    with pytest.raises(StorageError, match=r"Run: python app\.py migrate"):
        storage.workspaces.all()

    storage.close()


def test_revisions_build_what_the_program_declares(tmp_path: Path) -> None:
    migrated = open_storage(f"sqlite:///{tmp_path / 'migrated.db'}", ids=numbered_ids())
    declared = open_storage(f"sqlite:///{tmp_path / 'declared.db'}", ids=numbered_ids())
    migrations.upgrade(migrated.engine)
    metadata.create_all(declared.engine)

    in_any_order = {table: (sorted(columns), *rest) for table, (columns, *rest) in shape(migrated).items()}
    assert in_any_order == {table: (sorted(columns), *rest) for table, (columns, *rest) in shape(declared).items()}

    migrated.close()
    declared.close()


@pytest.mark.postgres
def test_both_databases_get_the_same_tables(tmp_path: Path, postgres_migrated: str) -> None:
    there = open_storage(postgres_migrated, ids=numbered_ids())
    here = open_storage(f"sqlite:///{tmp_path / 'baton.db'}", ids=numbered_ids())
    migrations.upgrade(here.engine)

    assert shape(here) == shape(there)

    here.close()
    there.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'half.db'}"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE outbox (something TEXT)")

    with pytest.raises(StorageError):
        migrations.upgrade(engine)

    plain = create_engine(url)
    assert inspect(plain).get_table_names() == ["outbox"]
    plain.dispose()
    engine.dispose()
