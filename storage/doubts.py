"""Outbox rows that may have reached Slack: seen there after all, or looked at once more when they were sent."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, literal, select, text, update

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted, Row, RowState, Wired
from storage.buckets import Buckets
from storage.claims import is_state, is_waiting
from storage.columns import Moment
from storage.engine import Database
from storage.fencing import read_row, write_fenced
from storage.mapping import read_outgoing
from storage.schema.boxes import SECOND_LOOK, outbox
from storage.standing import Standing

LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""A copy that a paused process, or a slow Slack, brought out late is there by then."""


def doubted(now: datetime) -> ColumnElement[Any]:
    """Remember of what is claimed while unknown that it was in doubt once, however it goes on."""
    return case((is_state(outbox.c.state, RowState.UNKNOWN), _moment(now)), else_=outbox.c.second_look_at)


def sent_values(posted: Posted | None, now: datetime) -> dict[str, Any]:
    """Return what a sent row holds: with a second look to come, if it ever was in doubt."""
    look = case((outbox.c.second_look_at.is_not(None), _moment(now + LOOK_AGAIN_AFTER)))
    where = {"channel_id": posted.channel_id, "ts": posted.ts} if posted else {}
    return {"state": RowState.SENT, "ended_at": now, "error": None, "second_look_at": look, **where}


class Doubts(Buckets):
    """What is asked and told of rows in doubt. Each method is a transaction of its own."""

    def __init__(self, database: Database, *, ids: Callable[[], UUID]) -> None:
        super().__init__(database)
        self._ids = ids
        self._standing = Standing()

    def wired(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Sequence[Wired]:
        here = (outbox.c.workspace_id == workspace_id, outbox.c.channel_id == channel_id)
        wanted = select(outbox).where(*here, is_waiting(outbox)).order_by(outbox.c.position)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).mappings().all()
        return [Wired(read_outgoing(row), row["body"]) for row in rows if row["body"]]

    def seen(self, workspace_id: WorkspaceId, key: str, *, posted: Posted, now: datetime) -> bool:
        # Not fenced: whoever holds the row knows less than its own message in Slack tells. It loses the lease by it.
        is_it = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, is_waiting(outbox))
        values = sent_values(posted, now) | {"lease_token": None}
        with self._database.writing() as connection:
            return connection.execute(update(outbox).where(*is_it).values(values)).rowcount == 1

    def second_looks(self, *, now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        token, until = self._ids(), now + timedelta(seconds=lease_for)
        is_due = (text(SECOND_LOOK), outbox.c.second_look_at <= now)
        # Those of one channel together: one look at it serves them all.
        wanted = select(outbox).where(*is_due).order_by(outbox.c.workspace_id, outbox.c.channel_id, outbox.c.position)
        with self._database.writing() as connection:
            if self._standing.is_outdated(connection):
                return []
            locked = wanted.limit(limit).with_for_update(skip_locked=True, of=outbox)
            rows = connection.execute(locked).mappings().all()
            if rows:
                is_claimed = outbox.c.position.in_([row["position"] for row in rows])
                connection.execute(update(outbox).where(is_claimed).values(second_look_at=until, lease_token=token))
        return [read_row(row, token=token, until=until) for row in rows]

    def looked_again(self, row: Row, *, ts: str | None, note: str | None, again_at: datetime | None) -> bool:
        values: dict[str, Any] = {"second_look_at": again_at, "lease_token": None, "error": note}
        with self._database.writing() as connection:
            return write_fenced(connection, row, values | ({"ts": ts} if ts else {}))


def _moment(at: datetime) -> ColumnElement[Any]:
    return literal(at, Moment())
