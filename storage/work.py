"""The unit of work: one transaction in one workspace, behind which all of its memory stands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property

from sqlalchemy import select

from bot.model import WorkspaceId
from bot.ports import UnitOfWork, Work, Workspace
from storage.backlog import Backlog
from storage.channels import Channels
from storage.deals import Deals
from storage.digests import Digests
from storage.engine import Database
from storage.failure import StorageError
from storage.history import History
from storage.inbox import Inbox
from storage.people import People
from storage.prepared import Prepared
from storage.saving import Saving
from storage.schema.workspaces import installation, workspace
from storage.sightings import Sightings
from storage.tenancy import ours
from storage.versions import Versions
from storage.workspaces import read_workspace


class SqlUnitOfWork(Deals, Saving, History, Inbox, People, Versions, Digests, Backlog, Sightings, Channels):
    """Everything that a use case may ask of the memory of one workspace."""

    def workspace(self) -> Workspace:
        return self._workspace

    def days_off(self) -> Mapping[str, frozenset[date]]:
        return {}

    @cached_property
    def _workspace(self) -> Workspace:
        # Its settings are never written in a unit of work, and several rules ask for them in one.
        for row in self.ask(_WORKSPACE).mappings():
            return read_workspace(row)
        raise StorageError(f"There is no workspace {self.workspace_id}. Install Baton in it first.")


_WORKSPACE = Prepared(select(workspace, installation).join(installation).where(ours(workspace)))


def work_in(database: Database) -> Work:
    """Return how to begin a unit of work."""

    @contextmanager
    def work(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
        with database.writing() as connection:
            yield SqlUnitOfWork(connection, workspace_id)

    return work
