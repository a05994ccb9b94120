"""What a request that comes in is believed by: the secrets of the connection in its address, and a note of what came."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from bot.connected import Opened, Unheard
from bot.model import WorkspaceId
from storage.engine import Database
from storage.schema.connections import crm_connection as table
from storage.schema.workspaces import AWAKE, workspace
from storage.secrets.keys import Keys
from storage.secrets.sealing import Place, seal, unseal

NOTED_AGAIN_AFTER = timedelta(minutes=1)
"""Whoever sends without end, believed or not, has us write this often and no oftener."""


def place_of(workspace_id: WorkspaceId, connection_id: UUID) -> Place:
    """Return where a connection's secrets stand: sealed for one, they open in no other."""
    return Place(workspace_id, f"connection {connection_id}")


class Connected:
    """The connections of all workspaces, by their addresses. Each method is a transaction of its own."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def sealed(self, workspace_id: WorkspaceId, connection_id: UUID, text: str) -> str:
        """Return a secret as it may be kept."""
        return seal(self._keys, text, place_of(workspace_id, connection_id))

    def find(self, source: str, connection_id: UUID, *, now: datetime) -> Opened | None:
        """Return the connection with this address, or None, as for one whose workspace sleeps.

        Raise NotOpened where no key of ours fits its secret.
        """
        wanted = select(table).join(workspace, workspace.c.workspace_id == table.c.workspace_id)
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(AWAKE, table.c.id == connection_id, table.c.source == source)).first()
        return Opened(row.workspace_id, row.id, row.source, tuple(self._good(row, now))) if row else None

    def heard(self, opened: Opened, *, now: datetime) -> None:
        """Note that something came through a connection and was taken."""
        self._note(opened, or_(table.c.heard_at.is_(None), table.c.heard_at <= now - NOTED_AGAIN_AFTER), heard_at=now)

    def refused(self, opened: Opened, why: Unheard, *, now: datetime) -> None:
        """Note that something came and was not taken, and why the last of it was not."""
        is_old = or_(table.c.refused_at.is_(None), table.c.refused_at <= now - NOTED_AGAIN_AFTER)
        self._note(opened, is_old, refused_at=now, refused_why=why)

    def _note(self, opened: Opened, is_old: ColumnElement[bool], **noted: Any) -> None:
        here = (table.c.workspace_id == opened.workspace_id, table.c.id == opened.connection_id)
        with self._database.reading() as connection:
            if connection.execute(select(table.c.id).where(*here, is_old)).first() is None:
                return
        with self._database.writing() as connection:
            connection.execute(update(table).where(*here, is_old).values(noted))

    def _good(self, row: Any, now: datetime) -> Iterator[str]:
        place = place_of(row.workspace_id, row.id)
        yield unseal(self._keys, row.sealed, place)
        if row.sealed_before and row.old_until and now < row.old_until:
            yield unseal(self._keys, row.sealed_before, place)
