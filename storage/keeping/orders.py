"""What an operator orders about the memory, and what they are told afterwards, line by line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from bot.model import UserId
from bot.ports import Clock, Workspace
from storage.engine import open_engine
from storage.failure import StorageError
from storage.keeping.backup import back_up
from storage.keeping.erasure import erase
from storage.keeping.losses import mark_lost_in
from storage.keeping.restore import restore
from storage.opening import Storage, open_migrated
from storage.serving import serve_lock

_LOOKS_BACK = "Start Baton: it looks through Slack first, and sends nothing before."


@dataclass(frozen=True, slots=True)
class Orders:
    """Opens the database anew for each order; its address is asked for when it is needed."""

    url: Callable[[], str]
    clock: Clock
    ids: Callable[[], UUID]

    def back_up(self, file: Path) -> list[str]:
        """Write a backup, while Baton runs, of the tables as they stand."""
        engine = open_engine(self.url())
        try:
            done = back_up(engine, file, now=self.clock.now())
        finally:
            engine.dispose()
        return [f"{done.file} holds {done.deals} deals, as they stood at {_said(done.taken_at)}."]

    def restore(self, file: Path, *, replace: bool) -> list[str]:
        """Put a backup in the database's place."""
        now, machine = self.clock.now(), self.clock.machine()
        done = restore(self.url(), file, replace=replace, now=now, machine=machine)
        lines = [f"{done.backup.deals} deals stand as they stood at {_said(done.backup.taken_at)}."]
        if done.kept:
            lines.append(f"The database that was there is kept in {done.kept}.")
        return [*lines, _LOOKS_BACK]

    def mark_lost(self, since: datetime) -> list[str]:
        """Let every workspace look back, where the database was put back by other means."""
        now = self.clock.now()
        if since >= now:
            raise StorageError(f"{_said(since)} is still to come. Give a moment before which nothing is missing.")
        # A process that runs has read what it goes on from: it must begin anew.
        with serve_lock(self.url()), self._storage() as storage:
            mark_lost_in(storage.database, since=since, now=now, machine=self.clock.machine())
        return [f"Everything after {_said(since)} is taken as missing.", _LOOKS_BACK]

    def erase(self, user: str, *, workspace: str) -> list[str]:
        """Erase a person from one workspace."""
        with self._storage() as storage:
            home = _home(storage, workspace)
            done = erase(storage.database, home.id, UserId(user), new_id=self.ids(), now=self.clock.now())
        return [
            f"{user} was in {done.rows} rows of {home.team_id}; {done.alias} stands there now.",
            "Messages in Slack, backups and playbooks may still name them.",
        ]

    def given_up(self) -> list[str]:
        """List what was given up, the last first."""
        with self._storage() as storage:
            teams = {each.id: each.team_id for each in storage.workspaces.all()}
            lines = [
                f"{_said(row.ended_at)}  {teams[row.workspace_id]}  {row.key}: {row.why}"
                for row in storage.dead_rows.all()
            ]
        return lines or ["Nothing was given up."]

    def revive(self, key: str, *, workspace: str) -> list[str]:
        """Have one message, or all of a workspace, tried again; what is in doubt is looked for in Slack first."""
        with self._storage() as storage:
            count = storage.dead_rows.revive(_home(storage, workspace).id, key or None)
        return [f"{count} of what was given up will be tried again."]

    def drop(self, key: str, *, workspace: str) -> list[str]:
        """Let one message, or all of a workspace, go for good."""
        with self._storage() as storage:
            count = storage.dead_rows.drop(_home(storage, workspace).id, key or None)
        return [f"{count} of what was given up will never be sent."]

    @contextmanager
    def _storage(self) -> Iterator[Storage]:
        storage = open_migrated(self.url(), ids=self.ids)
        try:
            yield storage
        finally:
            storage.close()


def _home(storage: Storage, team: str) -> Workspace:
    known = storage.workspaces.all()
    found = [each for each in known if each.team_id == team] if team else known
    if len(found) == 1:
        return found[0]
    teams = ", ".join(each.team_id for each in known) or "none yet"
    raise StorageError(f"Say which workspace with --workspace T…. Known are: {teams}.")


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
