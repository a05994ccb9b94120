"""Write down that the memory lost some time, so that Slack is asked what happened in it before anything is sent."""

from datetime import datetime

from sqlalchemy import Connection, case, delete, func, literal, null, update

from bot.outgoing import Kind
from bot.ports import RowState
from storage.claims import is_waiting
from storage.columns import EPOCH, Moment
from storage.doubts import LOOK_AGAIN_AFTER
from storage.engine import Database
from storage.schema.boxes import outbox
from storage.schema.keeping import looked_back
from storage.schema.workspaces import bucket, workspace

SETTLES_AFTER = LOOK_AGAIN_AFTER
"""A call that was on its way when the memory was lost may still take effect; until then looking proves nothing. A row that
is remembered gets a second look after so long; of the lost ones nobody knows to give it."""


def mark_lost(connection: Connection, *, since: datetime, now: datetime, machine: datetime) -> None:
    """Stop every workspace from sending until it has looked back: what Slack had after ``since`` is not known here.

    ``since`` and ``now`` are business time, as Slack's timestamps are.
    """
    # Restored twice before it had looked: the older loss counts, for the marks of both.
    older = func.min if connection.dialect.name == "sqlite" else func.least
    lost = older(func.coalesce(workspace.c.restored_from, literal(since, Moment())), literal(since, Moment()))
    still_looking = workspace.c.look_back_at.is_not(None)
    connection.execute(
        update(workspace).values(
            restored_from=case((still_looking, lost), else_=literal(since, Moment())),
            restored_at=now,
            look_back_at=machine + SETTLES_AFTER,
            # People came and went meanwhile, and channels with them.
            channels_look_at=null(),
        )
    )
    connection.execute(delete(looked_back))
    # Tokens and waits were counted on a clock that has gone on.
    connection.execute(delete(bucket))
    _doubt_what_waits(connection, machine)


def mark_lost_in(database: Database, *, since: datetime, now: datetime, machine: datetime) -> None:
    """Do the same for a database that was put back by other means, a server's own backup or a failover."""
    with database.writing() as connection:
        mark_lost(connection, since=since, now=now, machine=machine)


def _doubt_what_waits(connection: Connection, machine: datetime) -> None:
    # A lease of the lost time must not be honoured: whoever holds it finds its writes refused.
    connection.execute(update(outbox).where(is_waiting(outbox)).values(lease_token=null(), due_at=EPOCH))
    # A channel leaves no mark. Its row looks for a channel of the deal's name before it makes one.
    opening = (is_waiting(outbox), outbox.c.kind == Kind.OPEN_CHANNEL)
    connection.execute(
        update(outbox)
        .where(*opening)
        .values(state=RowState.UNKNOWN, last_wire_at=func.coalesce(outbox.c.last_wire_at, literal(machine, Moment())))
    )
