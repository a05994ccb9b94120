"""One workspace's part of the database: the fence that every statement of a unit of work stands behind."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.model import WorkspaceId


class Tenant:
    """A transaction in one workspace. What a part of the unit of work builds upon."""

    def __init__(self, connection: Connection, workspace_id: WorkspaceId) -> None:
        self.connection = connection
        self.workspace_id = workspace_id

    def mine(self, table: Table) -> ColumnElement[bool]:
        """Return the condition that a row belongs to this workspace."""
        return table.c.workspace_id == self.workspace_id

    def stamped(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return rows that belong to this workspace."""
        return [{"workspace_id": self.workspace_id, **row} for row in rows]

    def upsert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of this workspace, replacing what has the same primary key."""
        if not rows:
            return
        keys = [column.name for column in table.primary_key]
        statement = insert_into(self.connection, table)
        replaced = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        self.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=replaced), self.stamped(rows))

    def insert_new(self, table: Table, row: dict[str, Any], *, unless_known: Sequence[str]) -> bool:
        """Insert one row of this workspace; return False where these columns already stand in another."""
        statement = insert_into(self.connection, table).on_conflict_do_nothing(
            index_elements=["workspace_id", *unless_known]
        )
        options = {"preserve_rowcount": True}
        done = self.connection.execute(statement, {"workspace_id": self.workspace_id, **row}, execution_options=options)
        return done.rowcount == 1


def there_is(wanted: Select[Any]) -> ColumnElement[bool]:
    """Ask, row by row of the outer question, whether a look into an index finds one.

    Not ``exists``: PostgreSQL would turn it into a join, and read all there is before it answers about the first.
    """
    return wanted.limit(1).scalar_subquery().is_not(None)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that knows ``on conflict``: both databases do, each in a construct of its own."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
