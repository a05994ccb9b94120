"""Forget a workspace whole, where Baton was taken out of it and nothing is to be kept."""

import logging
from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.installed import Asleep
from bot.model import WorkspaceId
from bot.settled import HouseRules
from storage.engine import Database
from storage.keeping.tables import tables_in
from storage.schema.workspaces import workspace

log = logging.getLogger(__name__)


class Removal:
    """All workspaces that Baton was taken out of. A token that was only revoked, or not renewed, takes nothing away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self, *, usually: bool = True) -> Sequence[WorkspaceId]:
        """Forget every one of them whose admins said so, ``usually`` where they said nothing; return which."""
        left = (workspace.c.asleep_why == Asleep.UNINSTALLED, workspace.c.asleep_at.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(select(workspace.c.workspace_id, workspace.c.rules).where(*left)).all()
        found = [WorkspaceId(row.workspace_id) for row in rows if _is_to_go(row.rules, usually=usually)]
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


def _is_to_go(rules: HouseRules | None, *, usually: bool) -> bool:
    return usually if rules is None or rules.erases is None else rules.erases
