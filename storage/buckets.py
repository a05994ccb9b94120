"""Token buckets in the database: one pace per workspace and bucket for every replica."""

from datetime import datetime

from sqlalchemy import Connection, Row, select, update

from bot.model import WorkspaceId
from storage.columns import EPOCH
from storage.engine import Database
from storage.schema.workspaces import bucket
from storage.tenancy import insert_into


class Buckets:
    """Count what Slack still takes. Each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, workspace_id: WorkspaceId, bucket: str, *, rate: float, burst: float, now: datetime) -> float:
        with self._database.writing() as connection:
            row = _locked(connection, workspace_id, bucket, tokens=burst, now=now)
            if row.held_until > now:
                return float((row.held_until - now).total_seconds())
            # A clock that was set back refills nothing, and a bucket never holds more than its burst.
            elapsed = max(0.0, (now - row.refilled_at).total_seconds())
            tokens = min(burst, row.tokens + elapsed * rate)
            if tokens < 1.0:
                return float((1.0 - tokens) / rate)
            _put(connection, workspace_id, bucket, tokens=tokens - 1.0, refilled_at=now)
            return 0.0

    def hold(self, workspace_id: WorkspaceId, bucket: str, *, until: datetime) -> None:
        with self._database.writing() as connection:
            row = _locked(connection, workspace_id, bucket, tokens=0.0, now=until)
            _put(connection, workspace_id, bucket, held_until=max(until, row.held_until))


def _locked(
    connection: Connection, workspace_id: WorkspaceId, name: str, *, tokens: float, now: datetime
) -> Row[object]:
    new = {"workspace_id": workspace_id, "name": name, "tokens": tokens, "refilled_at": now, "held_until": EPOCH}
    connection.execute(insert_into(connection, bucket).on_conflict_do_nothing(), new)
    wanted = select(bucket).where(bucket.c.workspace_id == workspace_id, bucket.c.name == name)
    return connection.execute(wanted.with_for_update()).one()


def _put(connection: Connection, workspace_id: WorkspaceId, name: str, **values: object) -> None:
    is_it = (bucket.c.workspace_id == workspace_id, bucket.c.name == name)
    connection.execute(update(bucket).where(*is_it).values(values))
