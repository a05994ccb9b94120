"""Messages of several rows: which one a row may join, and which rows are lines of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import and_, bindparam, or_, select

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted, Row, RowState, Together
from storage.claims import is_state
from storage.columns import EPOCH, Moment
from storage.engine import Database
from storage.mapping import read_outgoing
from storage.prepared import Prepared
from storage.schema.boxes import outbox


class _HasDatabase(Protocol):
    _database: Database


class Gathering:
    """What is asked of messages that others join. Each method is a transaction of its own."""

    def host(self: _HasDatabase, row: Row, *, within: timedelta, most: int) -> Together | None:
        given = {"here": row.workspace_id, "word": row.outgoing.gathers, "before": row.position}
        with self._database.reading() as connection:
            decided_at = _DECIDED.on(connection, {"here": row.workspace_id, "before": row.position}).scalar() or EPOCH
            since = max(decided_at - within, EPOCH)
            for found in _HOSTS.on(connection, given | {"since": since}).mappings():
                rows = _TOGETHER.on(connection, {"here": row.workspace_id, "host": found["key"]}).mappings()
                return _together(found, rows) if len(rows) < most else None
        return None

    def together(self: _HasDatabase, workspace_id: WorkspaceId, key: str) -> Together | None:
        with self._database.reading() as connection:
            host = _HOST_OF.on(connection, {"here": workspace_id, "this": key}).scalar() or key
            rows = _TOGETHER.on(connection, {"here": workspace_id, "host": host}).mappings()
        posted = next((each for each in rows if each["key"] == host and each["ts"]), None)
        return _together(posted, rows) if posted else None


def _together(host: Mapping[str, Any], rows: list[dict[str, Any]]) -> Together:
    where = Posted(ChannelId(host["channel_id"]), host["ts"])
    return Together(host["key"], where, tuple(read_outgoing(each) for each in rows))


# A line that may have reached Slack counts: a message that is drawn without it would take it away again.
_IS_SAID = is_state(outbox.c.state, RowState.SENT, RowState.UNKNOWN)
_OURS = outbox.c.workspace_id == bindparam("here")
_DECIDED = Prepared(select(outbox.c.decided_at).where(_OURS, outbox.c.position == bindparam("before")))
_HOSTS = Prepared(
    select(outbox)
    .where(
        _OURS,
        outbox.c.gathers == bindparam("word"),
        outbox.c.position < bindparam("before"),
        outbox.c.joins.is_(None),
        outbox.c.second_look_at.is_(None),
        outbox.c.ts.is_not(None),
        outbox.c.decided_at >= bindparam("since", type_=Moment()),
        is_state(outbox.c.state, RowState.SENT),
    )
    .order_by(outbox.c.position.desc())
    .limit(1)
)
_HOST_OF = Prepared(select(outbox.c.joins).where(_OURS, outbox.c.key == bindparam("this")))
_TOGETHER = Prepared(
    select(outbox)
    .where(
        _OURS,
        or_(outbox.c.key == bindparam("host"), and_(outbox.c.joins.is_not(None), outbox.c.joins == bindparam("host"))),
        _IS_SAID,
    )
    .order_by(outbox.c.position)
)
