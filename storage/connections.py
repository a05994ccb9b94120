"""The connections of one workspace, for its admins: written with their secrets sealed, read without them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Row, delete, select, update

from bot.connected import Connection
from bot.ports import Conflict
from storage.schema.connections import crm_connection as table
from storage.tenancy import Tenant

_SHOWN = ("id", "source", "made_by", "secret_at", "old_until", "heard_at", "refused_at", "refused_why")


def connected_systems(connection: SqlConnection) -> Sequence[Row[Any]]:
    """Return the connections of all workspaces, for an operator."""
    wanted = select(table.c.workspace_id, *(table.c[name] for name in _SHOWN))
    return connection.execute(wanted.order_by(table.c.source, table.c.workspace_id)).all()


class Connections(Tenant):
    """Read and write connections."""

    def connections(self) -> Sequence[Connection]:
        wanted = select(*(table.c[name] for name in _SHOWN)).where(self.mine(table)).order_by(table.c.source)
        return [Connection(**row) for row in self.connection.execute(wanted).mappings()]

    def connect(self, connection: Connection, sealed: str) -> None:
        row: dict[str, Any] = {name: getattr(connection, name) for name in _SHOWN} | {"sealed": sealed}
        if not self.insert_new(table, row, unless_known=("source",)):
            raise Conflict("Somebody else connected a system of this name first. Look at them again.")

    def renew(self, connection: Connection, sealed: str) -> None:
        before = table.c.sealed if connection.old_until else None
        changed = {
            "sealed_before": before,
            "sealed": sealed,
            "secret_at": connection.secret_at,
            "old_until": connection.old_until,
        }
        here = (self.mine(table), table.c.id == connection.id)
        self.connection.execute(update(table).where(*here).values(changed))

    def disconnect(self, connection_id: UUID) -> None:
        self.connection.execute(delete(table).where(self.mine(table), table.c.id == connection_id))
