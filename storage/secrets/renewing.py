"""Renew the tokens that Slack rotates: by one process at a time, since what renews a token works once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from bot.installed import Token
from bot.model import WorkspaceId
from storage.engine import Database
from storage.schema.secrets import secret
from storage.schema.workspaces import AWAKE, workspace
from storage.secrets.tokens import Tokens


class Renewing:
    """All workspaces whose token expires. Each method is a transaction of its own."""

    def __init__(self, database: Database, tokens: Tokens) -> None:
        self._database = database
        self._tokens = tokens

    def due(self, *, by: datetime) -> Sequence[WorkspaceId]:
        """Return the workspaces whose token is over by then (business time); whoever sleeps needs none."""
        wanted = select(secret.c.workspace_id).join(workspace, workspace.c.workspace_id == secret.c.workspace_id)
        with self._database.reading() as connection:
            found = connection.scalars(wanted.where(AWAKE, secret.c.expires_at <= by).order_by(secret.c.expires_at))
            return [WorkspaceId(id_) for id_ in found]

    def take(self, workspace_id: WorkspaceId, *, by: datetime, now: datetime, until: datetime) -> Token | None:
        """Begin to renew a token that is over ``by`` then; None while another process does, or when it has.

        ``now`` and ``until`` are machine time: by then whoever began is taken for dead.
        """
        is_free = or_(secret.c.renewing_until.is_(None), secret.c.renewing_until <= now)
        here = (secret.c.workspace_id == workspace_id, secret.c.expires_at <= by, is_free)
        with self._database.writing() as connection:
            if connection.execute(update(secret).where(*here).values(renewing_until=until)).rowcount == 0:
                return None
            return self._tokens.opened(connection, workspace_id)

    def put(self, workspace_id: WorkspaceId, new: Token, *, instead_of: Token) -> bool:
        """Keep what Slack gave instead of a token; False where the app was installed anew meanwhile, which counts more.

        Compared is what was sealed and not the seal: ``rekey`` may have changed that since.
        """
        with self._database.writing() as connection:
            _lock(connection, workspace_id)
            standing = self._tokens.opened(connection, workspace_id)
            if standing is None or standing.refresh != instead_of.refresh:
                return False
            self._tokens.put_in(connection, workspace_id, new)
        return True


def _lock(connection: Connection, workspace_id: WorkspaceId) -> None:
    here = secret.c.workspace_id == workspace_id
    connection.execute(select(secret.c.name).where(here).with_for_update())
