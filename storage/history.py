"""Read what happened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select

from bot.events import Recorded
from bot.model import DealId
from storage.event_log import read_recorded
from storage.failure import StorageError
from storage.prepared import Prepared
from storage.schema.deals import deal, event
from storage.tenancy import Tenant, ours


class History(Tenant):
    """Read events of deals."""

    def history(self, deal_id: DealId) -> Sequence[Recorded]:
        return [read_recorded(row) for row in self.ask(_ALL, deal_id=deal_id).mappings()]

    def event(self, deal_id: DealId, seq: int) -> Recorded:
        for row in self.ask(_EVENT, deal_id=deal_id, seq=seq).mappings():
            return read_recorded(row)
        raise StorageError(f"The deal {deal_id} has no event number {seq}.")

    def events_between(self, since: datetime, until: datetime) -> Sequence[tuple[DealId, Recorded]]:
        rows = self.ask(_BETWEEN, since=since, until=until).mappings()
        return [(DealId(row["deal_id"]), read_recorded(row)) for row in rows]


def in_earnest() -> ColumnElement[bool]:
    """Return the condition that an event is none of a practice deal's."""
    return event.c.deal_id.not_in(select(deal.c.id).where(ours(deal), deal.c.is_practice.is_(True)))


_OF_DEAL = select(event).where(ours(event), event.c.deal_id == bindparam("deal_id"))
_ALL = Prepared(_OF_DEAL.order_by(event.c.seq))
_EVENT = Prepared(_OF_DEAL.where(event.c.seq == bindparam("seq")))
_BETWEEN = Prepared(
    select(event)
    .where(ours(event), event.c.at >= bindparam("since"), event.c.at < bindparam("until"), in_earnest())
    .order_by(event.c.at, event.c.deal_id, event.c.seq)
)
