"""The deals' channels: which to look at and when, and what was given up for want of one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_, select, text, update

from bot.model import ChannelId, DealChannel, DealId, DealStatus, Lost, WorkspaceId
from bot.outgoing import Kind
from storage.columns import Moment
from storage.dead_rows import revived
from storage.engine import Database
from storage.schema.boxes import DEAD, outbox
from storage.schema.deals import deal
from storage.schema.workspaces import AT_WORK, workspace
from storage.standing import Standing
from storage.tenancy import Tenant, ours

FARTHEST_LOOK = timedelta(days=8)
"""No look lies further ahead than the longest holiday; one that does was put there by a clock that was wrong."""


class Channels(Tenant):
    """The channels of one workspace's deals."""

    def channels(self) -> Sequence[DealChannel]:
        rows = self.connection.execute(_WATCHED, {"tenant": self.workspace_id}).mappings()
        return [DealChannel(**row) for row in rows]

    def look_at_channels(self, *, by: datetime) -> None:
        self.connection.execute(_SOONER, {"tenant": self.workspace_id, "by": by})

    def follow_channel(self, was: ChannelId, is_now: ChannelId) -> None:
        for column in (outbox.c.channel_id, outbox.c.to_channel):
            there = update(outbox).where(self.mine(outbox), column == was)
            self.connection.execute(there.values({column.name: is_now}))

    def revive(self, deal_id: DealId) -> int:
        return self.connection.execute(_REVIVED, {"tenant": self.workspace_id, "home": deal_id}).rowcount


class ChannelLooks:
    """When each workspace's channels are to be looked at (business time). Each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._standing = Standing()

    def due(self, *, now: datetime) -> Sequence[WorkspaceId]:
        """Return the workspaces to look at. One that looks back after a restore is not: it may not speak yet."""
        with self._database.reading() as connection:
            found = [WorkspaceId(id_) for id_ in connection.scalars(_DUE, _around(now))]
            return [] if found and self._standing.is_outdated(connection) else found

    def take(self, workspace_id: WorkspaceId, *, now: datetime, until: datetime) -> bool:
        """Begin to look; False while another process does, which has until then."""
        given = _around(now) | {"this": workspace_id, "until": until}
        with self._database.writing() as connection:
            return connection.execute(_TAKEN, given).rowcount == 1

    def put(self, workspace_id: WorkspaceId, *, at: datetime, taken: datetime | None = None) -> None:
        """Let it be looked at again then; not where somebody wished for a look since it was ``taken`` until then."""
        wanted = _PUT if taken is None else _PUT_BACK
        with self._database.writing() as connection:
            connection.execute(wanted, {"this": workspace_id, "until": at} | ({"taken": taken} if taken else {}))


def _around(now: datetime) -> dict[str, datetime]:
    return {"now": now, "too_far": now + FARTHEST_LOOK}


_WATCHED = (
    select(
        deal.c.id.label("deal_id"),
        deal.c.channel_id,
        deal.c.channel_name.label("name"),
        deal.c.channel_lost.label("lost"),
        and_(deal.c.is_private, deal.c.is_practice.is_(False)).label("is_private"),
    )
    .where(ours(deal), deal.c.status.in_([DealStatus.OPEN, DealStatus.HELD]))
    .where(deal.c.channel_id.is_not(None), deal.c.channel_name.is_not(None))
    .order_by(deal.c.id)
)
# A nudge that was given up is recorded as skipped, and the next one may have been said by now.
_REVIVED = (
    update(outbox)
    .where(ours(outbox), outbox.c.in_channel_of == bindparam("home"), text(DEAD))
    .where(outbox.c.error.in_([str(each) for each in Lost]), outbox.c.kind != Kind.NUDGE)
    .values(revived())
)
_IS_DUE = (
    AT_WORK,
    or_(
        workspace.c.channels_look_at.is_(None),
        workspace.c.channels_look_at <= bindparam("now", type_=Moment()),
        workspace.c.channels_look_at > bindparam("too_far", type_=Moment()),
    ),
)
_DUE = select(workspace.c.workspace_id).where(*_IS_DUE).order_by(workspace.c.workspace_id)
_PUT = (
    update(workspace)
    .where(workspace.c.workspace_id == bindparam("this"))
    .values(channels_look_at=bindparam("until", type_=Moment()))
)
_SOONER = (
    update(workspace)
    .where(ours(workspace), workspace.c.channels_look_at > bindparam("by", type_=Moment()))
    .values(channels_look_at=bindparam("by", type_=Moment()))
)
_TAKEN = _PUT.where(*_IS_DUE)
_PUT_BACK = _PUT.where(workspace.c.channels_look_at == bindparam("taken", type_=Moment()))
