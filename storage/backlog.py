"""Take in long lists of won deals, a batch in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from bot.events import DealImported, Recorded
from bot.model import BATON, DealId, DealStatus
from bot.playbook import Ladder
from bot.ports import Backlogged
from storage.event_log import event_values
from storage.schema.deals import deal, event
from storage.tenancy import Tenant, insert_into


class Backlog(Tenant):
    """Add deals that have no channel and no clock yet."""

    def add_backlog(self, rows: Sequence[Backlogged], *, now: datetime) -> int:
        if not rows:
            return 0
        values = [_values(each, now=now) for each in rows]
        unknown_only = insert_into(self.connection, deal).on_conflict_do_nothing(
            index_elements=["workspace_id", "source", "external_id"]
        )
        new = self.connection.scalars(unknown_only.returning(deal.c.id), self.stamped(values)).all()
        if new:
            first = event_values(Recorded(seq=1, at=now, actor=BATON, event=DealImported()))
            self.connection.execute(insert(event), self.stamped([{"deal_id": id_, **first} for id_ in new]))
        return len(new)

    def backlog_sellers(self, deal_ids: Sequence[DealId]) -> Mapping[DealId, str]:
        wanted = select(deal.c.id, deal.c.listed_seller).where(
            self.mine(deal), deal.c.id.in_(deal_ids), deal.c.listed_seller.is_not(None)
        )
        return {DealId(row.id): row.listed_seller for row in self.connection.execute(wanted)}


_UNSTARTED: dict[str, Any] = {
    "status": DealStatus.BACKLOG,
    "zone": "UTC",
    "ladder": Ladder(),
    "leads": (),
    "functions": (),
    "seq": 1,
    # No Home shows what has not begun.
    "shown_seq": 1,
    "version": 0,
    "is_private": False,
}


def _values(row: Backlogged, *, now: datetime) -> dict[str, Any]:
    return _UNSTARTED | {
        "id": row.id,
        "source": row.source,
        "external_id": row.external_id,
        "short": row.short,
        "kind": row.kind,
        "facts": row.facts,
        # The list names the seller in words only; until somebody matches the name, the owner answers for both.
        "seller_id": row.owner_id,
        "owner_id": row.owner_id,
        "listed_seller": row.seller_name,
        "won_at": row.facts.won_at,
        "changed_at": now,
    }
