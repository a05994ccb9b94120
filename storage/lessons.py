"""Read what closed deals taught, without reading the deals."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, select

from bot.closed import Taught
from storage.prepared import Prepared
from storage.schema.deals import deal
from storage.tenancy import Tenant, ours


class Lessons(Tenant):
    """The lessons of one workspace's closed deals."""

    def taught(self, *, most: int) -> Sequence[Taught]:
        return [
            Taught(
                row["id"],
                row["facts"].name,
                row["facts"].account,
                row["kind"],
                row["channel_id"],
                row["is_private"],
                row["closing"],
            )
            for row in self.ask(_TAUGHT, most=most).mappings()
        ]


_TAUGHT = Prepared(
    select(deal.c.id, deal.c.facts, deal.c.kind, deal.c.channel_id, deal.c.is_private, deal.c.closing)
    .where(ours(deal), deal.c.taught_at.is_not(None))
    .order_by(deal.c.taught_at.desc(), deal.c.id)
    .limit(bindparam("most", type_=Integer))
)
