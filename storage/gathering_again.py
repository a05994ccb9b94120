"""Make lines of one message again of what was found in it after a restore."""

from sqlalchemy import Connection, bindparam, select, update

from bot.model import WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted, RowState
from bot.redraws import lines_anew
from storage.claims import is_state
from storage.columns import spelled
from storage.mapping import read_outgoing
from storage.prepared import Prepared
from storage.schema.boxes import outbox
from storage.sending import Sending


def gather_again(connection: Connection, workspace_id: WorkspaceId, posted: Posted, *, because: str) -> None:
    """Join all that stands in one message, and draw it anew.

    A backup that is older than a line knows the message without it, or the line without the message. Drawn by either
    alone, the message would lose what the other one asks.
    """
    here = {"here": workspace_id, "there": posted.channel_id, "at": posted.ts}
    standing = [read_outgoing(row) for row in _STANDING.on(connection, here).mappings()]
    if len(standing) > 1:
        host = _host(standing)
        _JOINED.on(connection, here | {"host": host.key})
        # A line that may have reached Slack still names the message that it was to join.
        for each in standing:
            _FOLLOWED.on(connection, {"here": workspace_id, "before": each.key, "host": host.key})
        Sending(connection, workspace_id).send(tuple(lines_anew(host, because)))


def _host(standing: list[Outgoing]) -> Outgoing:
    """Return the message that the others are lines of; a digest is never a line."""
    return next((each for each in standing if each.kind is Kind.DIGEST), standing[0])


_OURS = outbox.c.workspace_id == bindparam("here")
_IS_THERE = (
    _OURS,
    outbox.c.channel_id == bindparam("there"),
    outbox.c.ts == bindparam("at"),
    outbox.c.kind.in_([spelled(Kind.NUDGE), spelled(Kind.DIGEST)]),
    is_state(outbox.c.state, RowState.SENT),
)
# Those that are no lines of another come first: one of them is the message.
_STANDING = Prepared(select(outbox).where(*_IS_THERE).order_by(outbox.c.joins.is_not(None), outbox.c.position))
_JOINED = Prepared(update(outbox).where(*_IS_THERE, outbox.c.key != bindparam("host")).values(joins=bindparam("host")))
_FOLLOWED = Prepared(
    update(outbox)
    .where(_OURS, outbox.c.joins == bindparam("before"), outbox.c.key != bindparam("host"))
    .values(joins=bindparam("host"))
)
