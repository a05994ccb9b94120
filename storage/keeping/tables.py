"""The tables of a database as they stand in it, whatever revision it is at, and their rows as they are stored."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import CHAR, Connection, MetaData, Table, Uuid, event, func, insert, select, text

BATCH = 1000
_NOT_OURS = {"alembic_version", "backup_note"}
_UUID_LENGTH = 32


def tables_in(connection: Connection) -> dict[str, Table]:
    """Return the tables that hold what Baton remembers, by name; a table comes after those it refers to."""
    found = MetaData()
    event.listen(found, "column_reflect", _know_uuids)
    found.reflect(connection)
    return {table.name: table for table in found.sorted_tables if table.name not in _NOT_OURS}


def copy_all(source: Connection, target: Connection) -> int:
    """Copy every row of one database into the empty tables of another at the same revision; return how many.

    Values are taken as they are stored, so that what this version could not read is not lost on the way either.
    """
    here, there = tables_in(source), tables_in(target)
    if {name: _columns(table) for name, table in here.items()} != {name: _columns(t) for name, t in there.items()}:
        raise ValueError("The two databases do not have the same tables.")
    copied = 0
    for name, table in here.items():
        for rows in _batches(source, table):
            target.execute(insert(there[name]), rows)
            copied += len(rows)
    _count_on(target, there)
    return copied


def empty_all(connection: Connection) -> None:
    """Delete every row, those first that others do not refer to."""
    for table in reversed(tables_in(connection).values()):
        connection.execute(table.delete())


def _batches(source: Connection, table: Table) -> Iterator[Sequence[dict[str, Any]]]:
    rows = source.execution_options(yield_per=BATCH).execute(select(table)).mappings()
    for batch in rows.partitions():
        yield [dict(row) for row in batch]


def _columns(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns)


def _know_uuids(inspector: object, table: object, column: Any) -> None:  # noqa: ARG001 - the event's signature
    # SQLite knows no such type and keeps the digits; PostgreSQL gives, and takes, the thing itself.
    if isinstance(column["type"], CHAR) and column["type"].length == _UUID_LENGTH:
        column["type"] = Uuid()


def _count_on(target: Connection, tables: Mapping[str, Table]) -> None:
    """Let PostgreSQL give new rows of the outbox positions after the copied ones; SQLite does so by itself."""
    if target.dialect.name == "postgresql":
        last = target.scalar(select(func.max(tables["outbox"].c.position)))
        target.execute(
            text("SELECT setval(pg_get_serial_sequence('outbox', 'position'), :last, :called)"),
            {"last": last or 1, "called": last is not None},
        )
