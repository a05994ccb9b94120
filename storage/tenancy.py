"""One workspace's part of the database: the fence that every statement of a unit of work stands behind."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, Uuid, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from bot.model import WorkspaceId
from storage.prepared import Answer, Prepared


class Tenant:
    """A transaction in one workspace. What a part of the unit of work builds upon."""

    def __init__(self, connection: Connection, workspace_id: WorkspaceId) -> None:
        self.connection = connection
        self.workspace_id = workspace_id

    def mine(self, table: Table) -> ColumnElement[bool]:
        """Return the condition that a row belongs to this workspace."""
        return table.c.workspace_id == self.workspace_id

    def ask(self, statement: Prepared, **given: Any) -> Answer:
        """Execute what was put together once with ``ours``, in this workspace."""
        return statement.on(self.connection, {"tenant": self.workspace_id, **given})

    def stamped(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return rows that belong to this workspace."""
        return [{"workspace_id": self.workspace_id, **row} for row in rows]

    def upsert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of this workspace, replacing what has the same primary key."""
        if not rows:
            return
        statement = _instead(self.connection.dialect.name, table, tuple(rows[0]))
        statement.on_each(self.connection, self.stamped(rows))

    def insert_new(self, table: Table, row: dict[str, Any], *, unless_known: Sequence[str]) -> bool:
        """Insert one row of this workspace; return False where these columns already stand in another."""
        statement = unless_there(self.connection, table, "workspace_id", *unless_known)
        return statement.on(self.connection, {"workspace_id": self.workspace_id, **row}).rowcount == 1


def ours(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row belongs to the workspace that ``ask`` asks in.

    What is asked with every message is put together once, where it stands: building a statement takes longer than
    running it.
    """
    return table.c.workspace_id == bindparam("tenant", type_=Uuid)


def there_is(wanted: Select[Any]) -> ColumnElement[bool]:
    """Ask, row by row of the outer question, whether a look into an index finds one.

    Not ``exists``: PostgreSQL would turn it into a join, and read all there is before it answers about the first.
    """
    return wanted.limit(1).scalar_subquery().is_not(None)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that knows ``on conflict``: both databases do, each in a construct of its own."""
    return insert_of(connection.dialect.name, table)


def unless_there(connection: Connection, table: Table, *columns: str) -> Prepared:
    """Return an insert that leaves alone what stands there: where these columns agree, or by default any unique ones."""
    return _unless_there(connection.dialect.name, table, columns)


@cache
def _unless_there(dialect: str, table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(insert_of(dialect, table).on_conflict_do_nothing(index_elements=list(columns) or None))


@cache
def _instead(dialect: str, table: Table, names: tuple[str, ...]) -> Prepared:
    keys = [column.name for column in table.primary_key]
    statement = insert_of(dialect, table)
    replaced = {name: statement.excluded[name] for name in names if name not in keys}
    return Prepared(statement.on_conflict_do_update(index_elements=keys, set_=replaced))


def insert_of(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
