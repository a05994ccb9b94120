"""Statements that never change, spelled out once: what SQLAlchemy does anew each time took longer than running them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Update,
    Uuid,
    bindparam,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.failure import failed

Given = Mapping[str, Any]
Convert = Callable[[Any], Any]
Shape = Callable[[tuple[Any, ...]], Any]
"""Makes what was asked for of a row. Rows that come again give the same thing, so it must be one that nobody changes."""

READ_LATELY = 1024
IDS_READ_LATELY = 8192
"""How many rows of a statement, and how many ids, are remembered with what was made of them.

Between two changes a deal is read a dozen times, by clocks and by couriers: that took 140 us each time, and takes 75.
"""


def one_of(column: Column[Any], name: str, count: int) -> ColumnElement[bool]:
    """Return the condition that a column is one of so many values, which are given as ``numbered`` gives them."""
    return column.in_([bindparam(f"{name}_{place}", type_=column.type) for place in range(count)])


def numbered(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """Return what is given where ``one_of`` asks. A statement for each length: most lists are short, or all alike."""
    return {f"{name}_{place}": value for place, value in enumerate(values)}


@dataclass(slots=True)
class Answer:
    """All that a database answered: whole rows, or only how many it changed."""

    # Not frozen: one is made for every statement, and that would take three times as long.

    names: tuple[str, ...]
    rows: Sequence[Any]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def first(self) -> Any:
        return self.rows[0] if self.rows else None

    def mappings(self) -> list[dict[str, Any]]:
        """Return each row by the names of its columns."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def scalars(self) -> list[Any]:
        """Return the first value of each row."""
        return [row[0] for row in self.rows]

    def scalar(self) -> Any:
        """Return the very first value; None when there is none."""
        return self.rows[0][0] if self.rows else None


class Prepared:
    """A statement in which nothing but the values of its parameters changes, and no list of them is one.

    Couriers and the clock ask the same few questions all day. SQLAlchemy finds each one's words by comparing the whole
    statement with those that it has met, and wraps what comes of it three times: of a transaction's time on SQLite that
    was more than half. Its words and its conversions of values are kept here, and the driver is asked directly.
    """

    def __init__(self, statement: Select[Any] | Update | Insert | Delete, *, shape: Shape | None = None) -> None:
        self._statement = statement
        self._shape = shape
        # By the kind of database, and by what is given: an update or an insert sets the columns that it gets values for.
        self._wordings: dict[tuple[str, ...], _Wording] = {}

    def on(self, connection: Connection, given: Given) -> Answer:
        """Ask, change or add, within the connection's transaction."""
        return self._wording(connection.dialect, given).ask(connection, given)

    def on_each(self, connection: Connection, given: Sequence[Given]) -> None:
        """Change or add with each of the given in turn."""
        self._wording(connection.dialect, given[0]).tell(connection, given)

    def _wording(self, dialect: Dialect, given: Given) -> "_Wording":
        known = (dialect.name, *given)
        wording = self._wordings.get(known)
        if wording is None:
            wording = self._wordings[known] = _Wording(self._statement, dialect, given, self._shape)
        return wording


class _Wording:
    """A statement in the words of one kind of database, with what turns values into the driver's and back."""

    def __init__(
        self, statement: Select[Any] | Update | Insert | Delete, dialect: Dialect, given: Given, shape: Shape | None
    ) -> None:
        # Nothing is asked back of an insert, be it one row or many: ids come from the program.
        compiled = statement.compile(dialect=dialect, column_keys=list(given), for_executemany=True)
        assert isinstance(compiled, SQLCompiler)
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise ValueError("A statement that is spelled out once holds no list whose length changes.")
        self._words = str(compiled)
        # SQLite's driver is given values in the order of their question marks, PostgreSQL's by name.
        names = compiled.positiontup or list(compiled.binds)
        self._slots = [(name, _conversion(compiled.binds[name], dialect)) for name in names]
        self._constants = {name: _constant(compiled.binds[name]) for name in names if name not in given}
        self._slot_names = tuple(names)
        self._is_positional = compiled.positional
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._names = tuple(str(column.key) for column in columns)
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._reads: list[tuple[int, Convert]] | None = None
        self._dialect = dialect
        self._read = lru_cache(READ_LATELY)(lambda row: shape(self._converted(row))) if shape else self._converted

    def ask(self, connection: Connection, given: Given) -> Answer:
        cursor = self._executed(connection, self._values(given))
        try:
            return Answer(self._names, self._rows(cursor) if self._names else (), cursor.rowcount)
        finally:
            cursor.close()

    def tell(self, connection: Connection, given: Sequence[Given]) -> None:
        self._executed(connection, [self._values(each) for each in given], is_many=True).close()

    def _values(self, given: Given) -> Any:
        if self._constants:
            given = {**self._constants, **given}
        values = [convert(given[name]) if convert else given[name] for name, convert in self._slots]
        return tuple(values) if self._is_positional else dict(zip(self._slot_names, values, strict=True))

    def _executed(self, connection: Connection, values: Any, *, is_many: bool = False) -> DBAPICursor:
        driver, dialect = connection.connection.driver_connection, connection.dialect
        assert driver is not None
        assert dialect.loaded_dbapi is not None
        cursor: DBAPICursor = driver.cursor()
        # Whoever watches an engine's statements sees these as well. Nearly always nobody does.
        watchers = connection.engine.dispatch.before_cursor_execute
        if watchers:
            watchers(connection, cursor, self._words, values, None, is_many)
        try:
            (cursor.executemany if is_many else cursor.execute)(self._words, values)
        except dialect.loaded_dbapi.Error as fault:
            raise failed(connection, self._words, fault) from fault
        return cursor

    def _rows(self, cursor: DBAPICursor) -> list[Any]:
        rows = cursor.fetchall()
        if not rows:
            return []
        if self._reads is None:
            # Two threads may find them at once, and find the same.
            self._reads = self._conversions(cursor)
        return [self._read(row) for row in rows]

    def _conversions(self, cursor: DBAPICursor) -> list[tuple[int, Convert]]:
        """Return what turns a column's values into ours, for those that need it. The driver knows its types only now."""
        found = (
            (place, _reading(kind.result_processor(self._dialect, told[1]), kind))
            for place, (kind, told) in enumerate(zip(self._types, cursor.description, strict=True))
        )
        return [(place, convert) for place, convert in found if convert]

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self._reads or ():
            value = values[place]
            # Nothing is nothing in every type: it is not converted, as no type of SQLAlchemy's would.
            if value is not None:
                values[place] = convert(value)
        return tuple(values)


def _reading(convert: Convert | None, kind: TypeEngine[Any]) -> Convert | None:
    # Every row of a deal holds the same three ids or more, and SQLite gives them as words.
    return lru_cache(IDS_READ_LATELY)(convert) if convert and isinstance(kind, Uuid) else convert


def _conversion(bound: BindParameter[Any], dialect: Dialect) -> Convert | None:
    return bound.type.dialect_impl(dialect).bind_processor(dialect)


def _constant(bound: BindParameter[Any]) -> Any:
    """Return what a statement itself gives for a parameter; raise ValueError where it waits to be given."""
    if bound.required:
        raise ValueError(f"The statement asks for {bound.key!r}, and it is not given.")
    return bound.effective_value
