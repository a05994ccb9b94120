"""Rows for any revision of the tables: whatever columns there are, each gets a value of its type."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Double,
    Float,
    Integer,
    Table,
    Uuid,
    insert,
    select,
)

from storage.keeping.tables import tables_in

Everything = dict[str, list[dict[str, Any]]]


def fill(connection: Connection, count: int = 3) -> None:
    """Put rows into every table; those of one number belong together."""
    for table in tables_in(connection).values():
        connection.execute(insert(table), [_row(table, number) for number in range(1, count + 1)])


def everything(connection: Connection) -> Everything:
    """Return every row of every table, in the order of their keys."""
    return {
        name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
        for name, table in tables_in(connection).items()
    }


def _row(table: Table, number: int) -> dict[str, Any]:
    # The last row leaves out what may be missing: a migration must cope with both.
    return {
        column.name: None if column.nullable and number == 1 else _value(column, number) for column in table.columns
    }


def _value(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, Uuid):
        return UUID(int=number)
    if isinstance(column.type, Boolean):
        return bool(number % 2)
    if isinstance(column.type, Integer | BigInteger):
        return number
    if isinstance(column.type, Double | Float):
        return number + 0.5
    if isinstance(column.type, Date):
        return date(2026, 11, 22) + timedelta(days=number)
    return f"Ääkköset, 'quotes', \"more\" and {number}"
