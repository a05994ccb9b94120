"""Forget a workspace whole, where Baton was taken out of it and nothing is to be kept."""

import logging
from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.installed import Asleep
from bot.model import WorkspaceId
from storage.engine import Database
from storage.keeping.tables import tables_in
from storage.schema.workspaces import workspace

log = logging.getLogger(__name__)


class Removal:
    """All workspaces that Baton was taken out of. A token that was only revoked, or not renewed, takes nothing away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self) -> Sequence[WorkspaceId]:
        """Forget every one of them; return which."""
        left = (workspace.c.asleep_why == Asleep.UNINSTALLED, workspace.c.asleep_at.is_not(None))
        with self._database.reading() as connection:
            found = [WorkspaceId(id_) for id_ in connection.scalars(select(workspace.c.workspace_id).where(*left))]
        return [each for each in found if self._forget(each)]

    def _forget(self, workspace_id: WorkspaceId) -> bool:
        """Forget one in one transaction: a half of it would be found by whoever installs Baton again."""
        left = (workspace.c.asleep_why == Asleep.UNINSTALLED, workspace.c.asleep_at.is_not(None))
        here = (workspace.c.workspace_id == workspace_id, *left)
        with self._database.writing() as connection:
            # Locked and asked again: it may have been installed anew a moment ago.
            if connection.execute(select(workspace.c.workspace_id).where(*here).with_for_update()).first() is None:
                return False
            for table in reversed(tables_in(connection).values()):
                if "workspace_id" in table.c:
                    connection.execute(delete(table).where(table.c.workspace_id == workspace_id))
        log.warning("Workspace %s was erased: Baton was taken out of it", workspace_id)
        return True
