"""Outbox rows in the hands of one courier: read as claimed, and written only while the claim holds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, update

from bot.ports import Row
from storage.mapping import read_outgoing
from storage.schema.boxes import outbox


def read_row(row: RowMapping, *, token: UUID, until: datetime) -> Row:
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


def write_fenced(connection: Connection, row: Row, values: dict[str, Any]) -> bool:
    """Write to a claimed row; False when somebody else has claimed or settled it since."""
    is_still_ours = (
        outbox.c.position == row.position,
        outbox.c.workspace_id == row.workspace_id,
        outbox.c.lease_token == row.lease_token,
    )
    return connection.execute(update(outbox).where(*is_still_ours).values(values)).rowcount == 1
