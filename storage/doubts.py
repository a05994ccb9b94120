"""Outbox rows that may have reached Slack: seen there after all, or looked at once more when they were sent."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, case, select, text, update

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted, Row, RowState, Wired
from storage.buckets import Buckets
from storage.claims import is_state, is_waiting
from storage.columns import Moment
from storage.engine import Database
from storage.fencing import read_row, write_fenced
from storage.mapping import read_outgoing
from storage.prepared import Prepared
from storage.schema.boxes import SECOND_LOOK, outbox
from storage.standing import Standing

LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""A copy that a paused process, or a slow Slack, brought out late is there by then."""


_IN_DOUBT = is_state(outbox.c.state, RowState.UNKNOWN)
DOUBTED = case((_IN_DOUBT, bindparam("at", type_=Moment())), else_=outbox.c.second_look_at)
"""Remember of what is claimed while unknown that it was in doubt once, however it goes on. ``at`` is now."""
LOOK_AGAIN = case((outbox.c.second_look_at.is_not(None), bindparam("look_again_at", type_=Moment())))
"""Ask for a second look, at ``look_again_at``, at what ever was in doubt."""


def sent_values(posted: Posted | None, now: datetime) -> dict[str, Any]:
    """Return what a sent row holds: with a second look to come, at ``look_again_at``, if it ever was in doubt."""
    where = {"channel_id": posted.channel_id, "ts": posted.ts} if posted else {}
    return {"state": RowState.SENT, "ended_at": now, "error": None, "second_look_at": LOOK_AGAIN, **where}


class Doubts(Buckets):
    """What is asked and told of rows in doubt. Each method is a transaction of its own."""

    def __init__(self, database: Database, *, ids: Callable[[], UUID]) -> None:
        super().__init__(database)
        self._ids = ids
        self._standing = Standing()

    def wired(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Sequence[Wired]:
        with self._database.reading() as connection:
            rows = _WIRED.on(connection, {"here": workspace_id, "there": channel_id}).mappings()
        return [Wired(read_outgoing(row), row["body"]) for row in rows if row["body"]]

    def seen(self, workspace_id: WorkspaceId, key: str, *, posted: Posted, now: datetime) -> bool:
        # Not fenced: whoever holds the row knows less than its own message in Slack tells. It loses the lease by it.
        is_it = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, is_waiting(outbox))
        values = sent_values(posted, now) | {"lease_token": None}
        with self._database.writing() as connection:
            seen = update(outbox).where(*is_it).values(values)
            return connection.execute(seen, {"look_again_at": now + LOOK_AGAIN_AFTER}).rowcount == 1

    def second_looks(self, *, now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        token, until = self._ids(), now + timedelta(seconds=lease_for)
        with self._database.writing() as connection:
            rows = _SECOND_LOOKS.on(connection, {"now": now, "most": limit}).mappings()
            # Asked last: nearly always there is nothing to take up.
            if rows and self._standing.is_outdated(connection):
                return []
            if rows:
                leased = {"second_look_at": until, "lease_token": token}
                _CLAIMED.on_each(connection, [leased | {"claimed": row["position"]} for row in rows])
        return [read_row(row, token=token, until=until) for row in rows]

    def looked_again(self, row: Row, *, ts: str | None, note: str | None, again_at: datetime | None) -> bool:
        values: dict[str, Any] = {"second_look_at": again_at, "lease_token": None, "error": note}
        with self._database.writing() as connection:
            return write_fenced(connection, row, values | ({"ts": ts} if ts else {}))


_CLAIMED = Prepared(update(outbox).where(outbox.c.position == bindparam("claimed")))
_WIRED = Prepared(
    select(outbox)
    .where(outbox.c.workspace_id == bindparam("here"), outbox.c.channel_id == bindparam("there"), is_waiting(outbox))
    .order_by(outbox.c.position)
)
_SECOND_LOOKS = Prepared(
    select(outbox)
    .where(text(SECOND_LOOK), outbox.c.second_look_at <= bindparam("now"))
    # Those of one channel together: one look at it serves them all.
    .order_by(outbox.c.workspace_id, outbox.c.channel_id, outbox.c.position)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True, of=outbox)
)
