"""The courier's half of the outbox: claims with a lease, and every write fenced by it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, func, select, update

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted, Row, RowState
from storage.claims import Clocks, is_waiting, next_rows
from storage.columns import Moment
from storage.doubts import DOUBTED, LOOK_AGAIN, LOOK_AGAIN_AFTER, Doubts, sent_values
from storage.engine import Database
from storage.fencing import read_row, write_fenced
from storage.gathering import Gathering
from storage.gathering_again import gather_again
from storage.prepared import Prepared
from storage.schema.boxes import outbox
from storage.schema.workspaces import AWAKE, workspace
from storage.set_back import FARTHEST_TRY, SetBack, bring_rows_forward


class SqlOutbox(Doubts, Gathering):
    """The outbox of all workspaces."""

    def __init__(self, database: Database, *, ids: Callable[[], UUID]) -> None:
        super().__init__(database, ids=ids)
        self._machine_set_back = SetBack(FARTHEST_TRY)
        self._business_set_back = SetBack(FARTHEST_TRY)

    def claim(self, *, now: datetime, business_now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        token, until = self._ids(), now + timedelta(seconds=lease_for)
        with self._database.writing() as connection:
            is_outdated = self._standing.is_outdated
            is_set_back = self._is_set_back(now, business_now) and not is_outdated(connection)
            if not self._machine_set_back.is_sure(now):
                # By an old reading a row that is on its way now would seem to be put off, and its call to be long ago.
                return []
            if is_set_back:
                bring_rows_forward(connection, machine=now, business=business_now)
            rows = next_rows(connection, Clocks(machine=now, business=business_now), limit, unless=is_outdated)
            # Leased in the transaction that locked them: a claim that is lost with its process has claimed nothing.
            if rows:
                leased = {"due_at": until, "lease_token": token, "at": now}
                _CLAIMED.on_each(connection, [leased | {"claimed": row["position"]} for row in rows])
        if is_set_back:
            self._machine_set_back.mended(now)
            self._business_set_back.mended(business_now)
        return [read_row(row, token=token, until=until) for row in rows]

    def _is_set_back(self, machine: datetime, business: datetime) -> bool:
        # Both are asked: each takes its reading by it.
        return any([self._machine_set_back.is_noticed(machine), self._business_set_back.is_noticed(business)])

    def to_wire(
        self, row: Row, *, now: datetime, body: str, channel_id: ChannelId | None, joins: str | None = None
    ) -> bool:
        # A lease that has run out is lost even if nobody took the row yet: from here on somebody may.
        if now >= row.lease_until:
            return False
        return self._write(
            row,
            keeps_lease=True,
            state=RowState.UNKNOWN,
            body=body,
            channel_id=channel_id,
            joins=joins,
            first_wire_at=_FIRST,
            last_wire_at=now,
            given={"at": now},
        )

    def sent(self, row: Row, *, posted: Posted | None, now: datetime, was_lost: bool = False) -> bool:
        given = {"look_again_at": now + LOOK_AGAIN_AFTER}
        if not (was_lost and posted):
            return self._write(row, **sent_values(posted, now), given=given)
        with self._database.writing() as connection:
            is_ours = write_fenced(connection, row, {**sent_values(posted, now), "lease_token": None}, **given)
            if is_ours:
                gather_again(connection, row.workspace_id, posted, because=row.outgoing.key)
        return is_ours

    def later(self, row: Row, *, due_at: datetime, error: str, is_unknown: bool, counts: bool) -> bool:
        return self._write(
            row,
            state=RowState.UNKNOWN if is_unknown else RowState.PENDING,
            due_at=due_at,
            error=error,
            attempt=_COUNTED,
            given={"more": int(counts)},
        )

    def put_off(self, row: Row, *, not_before: datetime, now: datetime, error: str, is_unknown: bool) -> bool:
        # Due from now on, as what was tried before: when its moment comes it goes ahead of fresh rows.
        state = RowState.UNKNOWN if is_unknown else RowState.PENDING
        return self._write(row, state=state, due_at=now, not_before=not_before, error=error)

    def moot(self, row: Row, *, why: str, now: datetime) -> bool:
        # What was in doubt may still come, and more than once: nobody else would look for it.
        given = {"look_again_at": now + LOOK_AGAIN_AFTER}
        return self._write(row, state=RowState.MOOT, ended_at=now, error=why, second_look_at=LOOK_AGAIN, given=given)

    def dead(self, row: Row, *, why: str, now: datetime) -> bool:
        return self._write(row, state=RowState.DEAD, ended_at=now, error=why)

    def posted(self, workspace_id: WorkspaceId, key: str) -> Posted | None:
        with self._database.reading() as connection:
            found = _POSTED.on(connection, {"here": workspace_id, "this": key}).first()
        return Posted(ChannelId(found[0]), found[1]) if found and found[1] else None

    def awaited(self, workspace_id: WorkspaceId, key: str) -> datetime | None:
        with self._database.reading() as connection:
            not_before: datetime | None = _AWAITED.on(connection, {"here": workspace_id, "this": key}).scalar()
            return not_before

    def is_dead(self, workspace_id: WorkspaceId, key: str) -> bool:
        with self._database.reading() as connection:
            return _DEAD.on(connection, {"here": workspace_id, "this": key}).scalar() is not None

    def superseded(self, row: Row) -> bool:
        if row.outgoing.edits is None:
            return False
        given = {"here": row.workspace_id, "same": row.outgoing.edits, "this": row.position}
        with self._database.reading() as connection:
            return _NEWER.on(connection, given).scalar() is not None

    def waiting(self, *, business_now: datetime) -> int:
        awake = outbox.join(workspace, outbox.c.workspace_id == workspace.c.workspace_id)
        due = (is_waiting(outbox), outbox.c.not_before <= business_now, AWAKE)
        wanted = select(func.count()).select_from(awake).where(*due)
        with self._database.reading() as connection:
            return connection.scalar(wanted) or 0

    def _write(
        self, row: Row, *, keeps_lease: bool = False, given: Mapping[str, Any] = MappingProxyType({}), **values: Any
    ) -> bool:
        if not keeps_lease:
            values["lease_token"] = None
        with self._database.writing() as connection:
            return write_fenced(connection, row, values, **given)


# Put together once: each is asked with every message, and building one takes longer than running it.
_FIRST = func.coalesce(outbox.c.first_wire_at, bindparam("at", type_=Moment()), type_=Moment())
_COUNTED = outbox.c.attempt + bindparam("more", type_=Integer)
_CLAIMED = Prepared(update(outbox).where(outbox.c.position == bindparam("claimed")).values(second_look_at=DOUBTED))
_IS_IT = (outbox.c.workspace_id == bindparam("here"), outbox.c.key == bindparam("this"))
_POSTED = Prepared(select(outbox.c.channel_id, outbox.c.ts).where(*_IS_IT, outbox.c.state == RowState.SENT))
_AWAITED = Prepared(select(outbox.c.not_before).where(*_IS_IT, is_waiting(outbox)))
_DEAD = Prepared(select(outbox.c.position).where(*_IS_IT, outbox.c.state == RowState.DEAD))
_NEWER = Prepared(
    select(outbox.c.position)
    .where(
        outbox.c.workspace_id == bindparam("here"),
        outbox.c.edits == bindparam("same"),
        outbox.c.position > bindparam("this"),
        is_waiting(outbox),
    )
    .limit(1)
)
