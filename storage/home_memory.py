"""What stands around one person, and where leadership had to act: read for Home."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Integer, Text, and_, bindparam, cast, or_, select, union

from bot.events import Decided, Recorded, Rescued
from bot.model import Deal, DealId, DealStatus, UserId
from bot.rules.momentum import STOPPING
from storage import concerning
from storage.columns import spelled
from storage.deals import OWN, Deals, by_name
from storage.event_log import read_recorded
from storage.history import in_earnest
from storage.prepared import Prepared
from storage.schema.deals import deal, event, item, lapse, step
from storage.tenancy import ours


class HomeMemory(Deals):
    """Whole deals, however they were found."""

    def deals_around(self, person: UserId, *, limit: int) -> Sequence[Deal]:
        return self._whole(self.ask(_AROUND, **concerning.given(person), most=limit))

    def stopped(self, person: UserId, *, limit: int) -> Sequence[Deal]:
        return self._whole(self.ask(_STOPPED, **concerning.given(person), most=limit))

    def these_deals(self, deal_ids: Collection[DealId]) -> Sequence[Deal]:
        wanted = OWN.where(deal.c.id.in_(deal_ids))
        return self._whole(map(by_name, self.connection.execute(wanted, {"tenant": self.workspace_id})))

    def rescues(self, *, since: datetime, limit: int) -> Sequence[tuple[Deal, Recorded]]:
        rows = self.ask(_RESCUES, since=since, most=limit).mappings()
        found = [(DealId(row["deal_id"]), read_recorded(row)) for row in rows]
        deals = {deal.id: deal for deal in self.these_deals({deal_id for deal_id, _ in found})}
        return [(deals[deal_id], recorded) for deal_id, recorded in found]


_AROUND = Prepared(
    OWN.where(deal.c.status.in_([spelled(DealStatus.OPEN), spelled(DealStatus.HELD)]))
    .where(deal.c.is_practice.is_(False))
    .where(or_(concerning.is_touched(), deal.c.seller_id == bindparam("person")))
    .order_by(deal.c.next_due_at.nulls_last(), deal.c.id)
    .limit(bindparam("most", type_=Integer)),
    shape=by_name,
)
_PERSON = bindparam("person", type_=Text)
_IS_STOPPED = deal.c.id.in_(
    concerning.of(
        lapse,
        lapse.c.closed_at.is_(None),
        or_(lapse.c.decider_id.is_not(None), lapse.c.kind.in_([spelled(kind) for kind in STOPPING])),
    )
)
# As ``bot.rules.members`` says who works on a deal. Asked here: what is left out afterwards would leave a gap in the list.
_MAY_KNOW = or_(
    deal.c.is_private.is_(False),
    deal.c.seller_id == _PERSON,
    concerning.is_touched(),
    deal.c.id.in_(
        union(
            concerning.of(step, or_(step.c.by == _PERSON, step.c.asked == _PERSON)),
            concerning.of(item, item.c.holder_id == _PERSON),
            concerning.of(lapse, lapse.c.decider_id == _PERSON),
        )
    ),
    cast(deal.c.register, Text).like(bindparam("among_leads"), escape="/"),
)
_STOPPED = Prepared(
    OWN.where(deal.c.status == spelled(DealStatus.OPEN), deal.c.is_practice.is_(False), _IS_STOPPED, _MAY_KNOW)
    .order_by(deal.c.next_due_at.nulls_last(), deal.c.id)
    .limit(bindparam("most", type_=Integer)),
    shape=by_name,
)
# Nobody can write this into a decision by its words: quotes of theirs stand behind a backslash.
_DECIDED = and_(event.c.name == Decided.__name__, event.c.payload.contains('"is_rescue":true'))
_RESCUES = Prepared(
    select(event)
    .where(ours(event), event.c.at >= bindparam("since"), or_(event.c.name == Rescued.__name__, _DECIDED))
    .where(in_earnest())
    .order_by(event.c.at.desc(), event.c.deal_id, event.c.seq)
    .limit(bindparam("most", type_=Integer))
)
