"""Outbox rows in the hands of one courier: read as claimed, and written only while the claim holds."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, update

from bot.ports import Row
from storage.mapping import read_outgoing
from storage.prepared import Prepared
from storage.schema.boxes import outbox


def read_row(row: Mapping[Any, Any], *, token: UUID, until: datetime) -> Row:
    """Return a row as it was when it was claimed."""
    return Row(
        id=row["id"],
        workspace_id=row["workspace_id"],
        outgoing=read_outgoing(row),
        state=row["state"],
        attempt=row["attempt"],
        lease_token=token,
        lease_until=until,
        first_wire_at=row["first_wire_at"],
        last_wire_at=row["last_wire_at"],
        body=row["body"],
        channel_id=row["channel_id"],
        position=row["position"],
    )


def write_fenced(connection: Connection, row: Row, values: dict[str, Any], **given: Any) -> bool:
    """Write to a claimed row; False when somebody else has claimed or settled it since.

    A value may be an expression that is the same one every time; what it asks for is ``given``.
    """
    # Expressions are part of the statement, which is put together once for each of them; plain values only ride along.
    counted = tuple((name, value) for name, value in values.items() if isinstance(value, ColumnElement))
    plain = {name: value for name, value in values.items() if not isinstance(value, ColumnElement)}
    holder = {"its_position": row.position, "its_workspace": row.workspace_id, "its_token": row.lease_token}
    return _fenced(counted).on(connection, plain | given | holder).rowcount == 1


@lru_cache(maxsize=16)
def _fenced(counted: tuple[tuple[str, ColumnElement[Any]], ...]) -> Prepared:
    """Put a statement together once: several of them are executed for every message."""
    is_still_ours = (
        outbox.c.position == bindparam("its_position"),
        outbox.c.workspace_id == bindparam("its_workspace"),
        outbox.c.lease_token == bindparam("its_token"),
    )
    # Position and workspace find the row; whether it is still ours, the token alone tells.
    statement = update(outbox).where(*is_still_ours)
    return Prepared(statement.values(dict(counted)) if counted else statement)
