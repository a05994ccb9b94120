"""Tell of a message in Slack what it is: which nudges it says, one or the lines of several, and whether it stands there."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, or_, select

from bot.model import DealId
from bot.outgoing import Kind
from bot.ports import Posted, RowState
from storage.claims import is_state
from storage.columns import spelled
from storage.prepared import Prepared
from storage.schema.boxes import outbox
from storage.tenancy import Tenant, ours


class Nudged(Tenant):
    """Find nudges by where they stand."""

    def nudges(self, said: Posted) -> Sequence[tuple[DealId, int]]:
        key = self.ask(_KEY, channel=said.channel_id, ts=said.ts).scalar()
        if key is None:
            return ()
        return [(DealId(row["deal_id"]), row["seq"]) for row in self.ask(_LINES, key=key).mappings()]

    def stands(self, key: str, where: Posted) -> bool:
        given = {"key": key, "channel": where.channel_id, "ts": where.ts}
        return self.ask(_STANDS, **given).scalar() is not None


_IS_SAID = is_state(outbox.c.state, RowState.SENT)
# Every reply in every thread of a deal's channel asks this: an index of the nudges alone answers it.
_KEY = Prepared(
    select(outbox.c.key).where(
        ours(outbox),
        outbox.c.kind == spelled(Kind.NUDGE),
        outbox.c.ts.is_not(None),
        outbox.c.channel_id == bindparam("channel"),
        outbox.c.ts == bindparam("ts"),
        _IS_SAID,
    )
)
# What was in doubt is looked at again; until then a copy may be the one that stays.
_STANDS = Prepared(
    select(outbox.c.position).where(
        ours(outbox),
        outbox.c.key == bindparam("key"),
        outbox.c.channel_id == bindparam("channel"),
        outbox.c.ts == bindparam("ts"),
        outbox.c.second_look_at.is_(None),
        _IS_SAID,
    )
)
_LINES = Prepared(
    select(outbox.c.deal_id, outbox.c.seq)
    .where(
        ours(outbox),
        or_(outbox.c.key == bindparam("key"), and_(outbox.c.joins.is_not(None), outbox.c.joins == bindparam("key"))),
        outbox.c.deal_id.is_not(None),
        outbox.c.seq.is_not(None),
        _IS_SAID,
    )
    .order_by(outbox.c.position)
)
