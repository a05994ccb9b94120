"""Let workspaces in, put them to sleep and wake them: which of them are served, and by which token."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from bot.installed import Asleep, Installation
from bot.model import WorkspaceId
from bot.ports import Workspace
from storage.engine import Database
from storage.schema.secrets import secret
from storage.schema.workspaces import AWAKE, first_run, installation, workspace
from storage.secrets.tokens import Tokens
from storage.workspaces import Workspaces, read_workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """A workspace that has a token. ``token_mark`` changes with the token, and gives nothing of it away."""

    workspace: Workspace
    app_id: str
    token_mark: str


class Installations:
    """All workspaces of an app that many install. Each method is a transaction of its own, but ``take_in``."""

    def __init__(self, database: Database, workspaces: Workspaces, tokens: Tokens) -> None:
        self._database = database
        self._workspaces = workspaces
        self._tokens = tokens

    def take_in(self, given: Installation, *, now: datetime) -> WorkspaceId:
        """Find or make the workspace, keep its token, and wake it. Whoever installed first is asked when nobody else is.

        Three transactions, the last of which wakes: one that breaks off leaves a workspace asleep, or one without deals.
        """
        # A company that joins an enterprise keeps its team's id, and must find its deals again.
        known = self._enterprise_of(given.team_id)
        home = self._workspaces.ensure(
            given.team_id,
            bot_user_id=given.bot_user_id,
            enterprise_id=given.enterprise_id if known is None else known,
            default_owner=given.by,
            is_silent=True,
        )
        self._tokens.put(home.id, given.token)
        owner = func.coalesce(workspace.c.default_owner, given.by)
        # The deals' channels are looked at anew: Slack takes a bot that is uninstalled out of all of them.
        woken = {"asleep_at": None, "asleep_why": None, "channels_look_at": None, "default_owner": owner}
        by = {"app_id": given.app_id, "scopes": given.scopes, "installed_by": given.by, "installed_at": now}
        with self._database.writing() as connection:
            its = installation.c.workspace_id == home.id
            connection.execute(update(installation).where(its).values(by))
            connection.execute(update(workspace).where(workspace.c.workspace_id == home.id).values(woken))
        return home.id

    def served(self) -> Sequence[Standing]:
        """Return every workspace that is awake and has a token."""
        joined = installation.join(workspace).join(secret, secret.c.workspace_id == workspace.c.workspace_id)
        wanted = select(installation, workspace, secret.c.sealed).select_from(joined).where(AWAKE)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(workspace.c.workspace_id)).mappings()
            return [Standing(read_workspace(row), row["app_id"] or "", _mark(row["sealed"])) for row in rows]

    def sleep(self, workspace_id: WorkspaceId, why: Asleep, *, now: datetime, told_at: datetime | None = None) -> bool:
        """Let nothing be decided and sent there any more; False where it slept already, and not for a lesser reason.

        ``told_at`` is when Slack says that it happened. Slack tells again what was not answered, and by then Baton may
        have been let in anew: that is not undone.
        """
        # Slack says of one uninstallation that the token is revoked, too, in any order: taken out is what it is then.
        is_news = workspace.c.asleep_why != Asleep.UNINSTALLED if why is Asleep.UNINSTALLED else AWAKE
        here = (workspace.c.workspace_id == workspace_id, or_(AWAKE, is_news))
        changes = update(workspace).where(*here).values(asleep_at=now, asleep_why=why)
        if told_at is not None:
            since = select(installation.c.installed_at).where(installation.c.workspace_id == workspace_id)
            let_in_at = since.scalar_subquery()
            changes = changes.where(or_(let_in_at.is_(None), let_in_at <= told_at))
        with self._database.writing() as connection:
            sleeps = connection.execute(changes).rowcount == 1
            if sleeps and why is Asleep.UNINSTALLED:
                # Whoever lets it in again begins with a message of their own.
                anew = {"number": first_run.c.number + 1, "person": None, "skipped": (), "seen": (), "showed": ""}
                connection.execute(update(first_run).where(first_run.c.workspace_id == workspace_id).values(anew))
            return sleeps

    def rest_without_token(self, *, now: datetime) -> int:
        """Let everybody sleep who has no token: nothing could be said there. Return how many."""
        has_one = select(secret.c.workspace_id).where(secret.c.workspace_id == workspace.c.workspace_id).exists()
        asleep = {"asleep_at": now, "asleep_why": Asleep.REVOKED}
        with self._database.writing() as connection:
            return connection.execute(update(workspace).where(AWAKE, ~has_one).values(asleep)).rowcount

    def wake(self, workspace_id: WorkspaceId) -> bool:
        """Go on where it stopped; False where it was awake."""
        here = (workspace.c.workspace_id == workspace_id, workspace.c.asleep_at.is_not(None))
        woken = {"asleep_at": None, "asleep_why": None, "channels_look_at": None}
        with self._database.writing() as connection:
            return connection.execute(update(workspace).where(*here).values(woken)).rowcount == 1

    def asleep(self) -> Sequence[tuple[Workspace, Asleep]]:
        """Return the workspaces that sleep, each with the reason."""
        wanted = select(installation, workspace).join(workspace).where(workspace.c.asleep_at.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(workspace.c.workspace_id)).mappings()
            return [(read_workspace(row), row["asleep_why"]) for row in rows]

    def _enterprise_of(self, team_id: str) -> str | None:
        wanted = select(installation.c.enterprise_id).where(installation.c.team_id == team_id)
        with self._database.reading() as connection:
            return connection.scalar(wanted)


def _mark(sealed: str) -> str:
    return hashlib.sha256(sealed.encode()).hexdigest()
