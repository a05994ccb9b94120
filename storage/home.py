"""The workspace that a unit of work is in: its settings, when it works, and whose time changed there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from bot.model import UserId
from bot.ports import Workspace
from storage.failure import StorageError
from storage.prepared import Prepared
from storage.public_holidays import DaysOff, regions
from storage.schema.workspaces import another_look, installation, workspace
from storage.tenancy import Tenant, ours
from storage.workspaces import read_workspace, settings_of

EVERYBODY = ""
"""Stands for all people of a workspace where otherwise one person's id stands."""


class Home(Tenant):
    """Read and change the settings of one workspace."""

    _known: Workspace | None = None
    people_mark: str | None = None
    """By what people are known to be the same as before, as ``workspace`` read it."""

    def workspace(self) -> Workspace:
        # Several rules ask for it in one transaction.
        if self._known is None:
            self._known = self._read()
        return self._known

    def put_workspace(self, changed: Workspace) -> None:
        self.connection.execute(update(workspace).where(self.mine(workspace)).values(settings_of(changed)))
        self.forget_workspace()

    def forget_workspace(self) -> None:
        """Have its row read anew by whoever asks next: something in it changed."""
        self._known = None

    def days_off(self) -> Mapping[str, frozenset[date]]:
        return DaysOff(self.workspace().days_off)

    def regions(self, country: str) -> Sequence[str]:
        return regions(country)

    def look_again(self, user: UserId | None, *, at: datetime, draws: bool = False) -> None:
        # From the first deal on, also where an earlier change had some of them marked already.
        self.upsert(another_look, [{"person": user or EVERYBODY, "at": at, "after": None, "draws": draws}])

    def _read(self) -> Workspace:
        for row in self.ask(_WORKSPACE).mappings():
            self.people_mark = row["people_mark"]
            return read_workspace(row)
        raise StorageError(f"There is no workspace {self.workspace_id}. Install Baton in it first.")


_WORKSPACE = Prepared(select(workspace, installation).join(installation).where(ours(workspace)))
