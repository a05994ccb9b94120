"""Who looks at their Home, and which deals changed since their Homes were asked to show them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Integer, bindparam, not_, select, update

from bot.events import Recorded
from bot.home_memory import Unshown
from bot.model import DealId, UserId
from bot.outgoing import Outgoing
from bot.ports import RowState
from storage.claims import is_state, is_waiting
from storage.event_log import read_recorded
from storage.prepared import Prepared
from storage.schema.boxes import outbox
from storage.schema.deals import deal, event
from storage.schema.workspaces import home
from storage.sending import Sending
from storage.tenancy import ours, there_is


class HomeNews(Sending):
    """What the clock asks to have Homes published anew."""

    def looked(self, person: UserId, shown: str, *, at: datetime) -> None:
        self.upsert(home, [{"person": person, "looked_at": at, "shown": shown}])

    def sees(self, person: UserId) -> str:
        return self.ask(_SEES, person=person).scalar() or ""

    def lookers(self, *, since: datetime) -> frozenset[UserId]:
        return frozenset(map(UserId, self.ask(_LOOKERS, since=since).scalars()))

    def unshown(self, *, limit: int) -> Sequence[Unshown]:
        return [Unshown(DealId(id_), shown, seq) for id_, shown, seq in self.ask(_UNSHOWN, most=limit)]

    def events_after(self, deal_id: DealId, seq: int) -> Sequence[Recorded]:
        return [read_recorded(row) for row in self.ask(_AFTER, deal_id=deal_id, shown=seq).mappings()]

    def redraw(self, homes: Sequence[Outgoing], *, now: datetime) -> None:
        given = {"tenant": self.workspace_id, "homes": [each.edits for each in homes]}
        waits = set(self.connection.execute(_WAITING, given).scalars()) if homes else set()
        self.send([each for each in homes if each.edits not in waits], now=now)

    def shown(self, deals: Sequence[Unshown]) -> None:
        # In the order of their ids, as everybody marks deals: two processes wait for each other and never in a circle.
        marks = [{"tenant": self.workspace_id, "this": each.deal_id, "upto": each.seq} for each in deals]
        if marks:
            _SHOWN.on_each(self.connection, sorted(marks, key=lambda mark: str(mark["this"])))

    def all_shown(self, *, since: datetime) -> None:
        self.ask(_ALL_SHOWN, since=since)


_SEES = Prepared(select(home.c.shown).where(ours(home), home.c.person == bindparam("person")))
_LOOKS = select(home.c.person).where(ours(home), home.c.looked_at >= bindparam("since"))
_LOOKERS = Prepared(_LOOKS)
_IS_NEWS = deal.c.seq > deal.c.shown_seq
_UNSHOWN = Prepared(
    select(deal.c.id, deal.c.shown_seq, deal.c.seq)
    .where(ours(deal), _IS_NEWS)
    .order_by(deal.c.changed_at, deal.c.id)
    .limit(bindparam("most", type_=Integer))
)
_AFTER = Prepared(
    select(event)
    .where(ours(event), event.c.deal_id == bindparam("deal_id"), event.c.seq > bindparam("shown"))
    .order_by(event.c.seq)
)
# One that a courier holds, or that may be in Slack already, may have been read before this change: beside it another is
# wanted.
_WAITING = select(outbox.c.edits).where(
    ours(outbox),
    outbox.c.edits.in_(bindparam("homes", expanding=True)),
    is_waiting(outbox),
    is_state(outbox.c.state, RowState.PENDING),
    outbox.c.lease_token.is_(None),
)
_UPTO = bindparam("upto", type_=BigInteger)
# Not a new version: whoever decides about the deal meanwhile is not sent back by what Homes show.
_SHOWN = Prepared(
    update(deal).where(ours(deal), deal.c.id == bindparam("this"), deal.c.shown_seq < _UPTO).values(shown_seq=_UPTO)
)
# Asked in the statement itself: whoever opens their Home at this moment must not lose what happens in the next.
_ALL_SHOWN = Prepared(update(deal).where(ours(deal), _IS_NEWS, not_(there_is(_LOOKS))).values(shown_seq=deal.c.seq))
