"""Everything that stands sealed in the database, wherever: what another key must open, and seal anew."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Text, select, update

from bot.model import WorkspaceId
from storage.schema.connections import crm_connection
from storage.schema.secrets import secret
from storage.secrets.connected import place_of
from storage.secrets.sealing import Place


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed text: the place it was sealed for, and the column and key of the row that it stands in."""

    place: Place
    sealed: str
    column: Column[Text]
    key: object


def all_sealed(connection: Connection, *, locked: bool = False) -> Iterator[Sealed]:
    """Yield every sealed text; ``locked``: nobody changes one of them before this transaction ends."""
    tokens = select(secret).order_by(secret.c.workspace_id, secret.c.name)
    for row in connection.execute(tokens.with_for_update() if locked else tokens):
        yield Sealed(Place(WorkspaceId(row.workspace_id), row.name), row.sealed, secret.c.sealed, row.name)
    table = crm_connection
    connections = select(table).order_by(table.c.workspace_id, table.c.id)
    for row in connection.execute(connections.with_for_update() if locked else connections):
        place = place_of(WorkspaceId(row.workspace_id), row.id)
        yield Sealed(place, row.sealed, table.c.sealed, row.id)
        if row.sealed_before:
            yield Sealed(place, row.sealed_before, table.c.sealed_before, row.id)


def replace(connection: Connection, was: Sealed, sealed: str) -> None:
    """Put another text in the place of one."""
    table = was.column.table
    key = table.c.name if table is secret else table.c.id
    here = (table.c.workspace_id == was.place.workspace_id, key == was.key)
    connection.execute(update(table).where(*here).values({was.column: sealed}))
