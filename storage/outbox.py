"""The courier's half of the outbox: claims with a lease, and every write fenced by it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, literal, select, update

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted, Row, RowState
from storage.claims import Clocks, is_waiting, next_rows
from storage.columns import Moment
from storage.doubts import Doubts, doubted, sent_values
from storage.fencing import read_row, write_fenced
from storage.schema.boxes import outbox


class SqlOutbox(Doubts):
    """The outbox of all workspaces."""

    def claim(self, *, now: datetime, business_now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        token, until = self._ids(), now + timedelta(seconds=lease_for)
        with self._database.writing() as connection:
            if self._standing.is_outdated(connection):
                return []
            rows = next_rows(connection, Clocks(machine=now, business=business_now), limit)
            if rows:
                is_claimed = outbox.c.position.in_([row["position"] for row in rows])
                leased = {"due_at": until, "lease_token": token, "second_look_at": doubted(now)}
                connection.execute(update(outbox).where(is_claimed).values(leased))
        return [read_row(row, token=token, until=until) for row in rows]

    def to_wire(self, row: Row, *, now: datetime, body: str, channel_id: ChannelId | None) -> bool:
        # A lease that has run out is lost even if nobody took the row yet: from here on somebody may.
        if now >= row.lease_until:
            return False
        first = func.coalesce(outbox.c.first_wire_at, literal(now, Moment()), type_=Moment())
        return self._write(
            row,
            keeps_lease=True,
            state=RowState.UNKNOWN,
            body=body,
            channel_id=channel_id,
            first_wire_at=first,
            last_wire_at=now,
        )

    def sent(self, row: Row, *, posted: Posted | None, now: datetime) -> bool:
        return self._write(row, **sent_values(posted, now))

    def later(self, row: Row, *, due_at: datetime, error: str, is_unknown: bool, counts: bool) -> bool:
        return self._write(
            row,
            state=RowState.UNKNOWN if is_unknown else RowState.PENDING,
            due_at=due_at,
            error=error,
            attempt=outbox.c.attempt + int(counts),
        )

    def put_off(self, row: Row, *, not_before: datetime, now: datetime, error: str, is_unknown: bool) -> bool:
        # Due from now on, as what was tried before: when its moment comes it goes ahead of fresh rows.
        state = RowState.UNKNOWN if is_unknown else RowState.PENDING
        return self._write(row, state=state, due_at=now, not_before=not_before, error=error)

    def moot(self, row: Row, *, why: str, now: datetime) -> bool:
        return self._write(row, state=RowState.MOOT, ended_at=now, error=why)

    def dead(self, row: Row, *, why: str, now: datetime) -> bool:
        return self._write(row, state=RowState.DEAD, ended_at=now, error=why)

    def posted(self, workspace_id: WorkspaceId, key: str) -> Posted | None:
        wanted = select(outbox.c.channel_id, outbox.c.ts).where(
            outbox.c.workspace_id == workspace_id, outbox.c.key == key, outbox.c.state == RowState.SENT
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        return Posted(ChannelId(row.channel_id), row.ts) if row and row.ts else None

    def awaited(self, workspace_id: WorkspaceId, key: str) -> bool:
        wanted = select(outbox.c.position).where(
            outbox.c.workspace_id == workspace_id, outbox.c.key == key, is_waiting(outbox)
        )
        with self._database.reading() as connection:
            return connection.scalar(wanted) is not None

    def is_dead(self, workspace_id: WorkspaceId, key: str) -> bool:
        is_it = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, outbox.c.state == RowState.DEAD)
        with self._database.reading() as connection:
            return bool(connection.scalar(select(exists().where(*is_it))))

    def superseded(self, row: Row) -> bool:
        if row.outgoing.edits is None:
            return False
        newer = exists().where(
            outbox.c.workspace_id == row.workspace_id,
            outbox.c.edits == row.outgoing.edits,
            outbox.c.position > row.position,
            is_waiting(outbox),
        )
        with self._database.reading() as connection:
            return bool(connection.scalar(select(newer)))

    def waiting(self, *, business_now: datetime) -> int:
        wanted = select(func.count()).select_from(outbox).where(is_waiting(outbox), outbox.c.not_before <= business_now)
        with self._database.reading() as connection:
            return connection.scalar(wanted) or 0

    def _write(self, row: Row, *, keeps_lease: bool = False, **values: Any) -> bool:
        if not keeps_lease:
            values["lease_token"] = None
        with self._database.writing() as connection:
            return write_fenced(connection, row, values)
