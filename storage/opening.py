"""Put the memory together: one address in, everything that other rooms ask of it out."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine

from bot.ports import Outbox, Work
from storage.engine import Database, open_engine
from storage.migrations import upgrade
from storage.outbox import SqlOutbox
from storage.work import work_in
from storage.workspaces import Workspaces


@dataclass(frozen=True)
class Storage:
    """An open database."""

    engine: Engine
    work: Work
    outbox: Outbox
    workspaces: Workspaces

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_storage(url: str, *, ids: Callable[[], UUID]) -> Storage:
    """Open a database as it is; ``storage.migrations.upgrade(storage.engine)`` brings its tables up to date.

    ``ids`` makes the random ids of new workspaces and leases.
    """
    database = Database(open_engine(url))
    return Storage(
        engine=database.engine,
        work=work_in(database),
        outbox=SqlOutbox(database, ids=ids),
        workspaces=Workspaces(database, ids=ids),
    )


def open_migrated(url: str, *, ids: Callable[[], UUID]) -> Storage:
    """Open a database and bring its tables up to date."""
    storage = open_storage(url, ids=ids)
    upgrade(storage.engine)
    return storage
