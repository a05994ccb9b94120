"""The people whom other systems name, in one workspace: whom admins chose for them, and which deals wait for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from bot.crm_people import CrmPerson, Named, Unmet, key_of
from bot.model import DealId, DealStatus, ItemStatus, UserId
from storage.schema.crm_people import crm_missing, crm_person
from storage.schema.deals import deal, item
from storage.tenancy import Tenant


class CrmPeople(Tenant):
    """Read and write them."""

    def crm_people(self) -> Sequence[CrmPerson]:
        same = (crm_missing.c.source == crm_person.c.source, crm_missing.c.key == crm_person.c.key)
        waiting = self._waiting(func.count(crm_missing.c.deal_id.distinct())).where(*same).scalar_subquery()
        columns = [each for each in crm_person.c if each.name != "workspace_id"]
        wanted = select(*columns, waiting.label("waiting")).where(self.mine(crm_person))
        ordered = wanted.order_by(waiting.desc(), crm_person.c.source, crm_person.c.key)
        return [CrmPerson(**row) for row in self.connection.execute(ordered).mappings()]

    def crm_named(self, source: str) -> Named:
        wanted = select(crm_person.c.key, crm_person.c.user).where(
            self.mine(crm_person), crm_person.c.source == source, crm_person.c.user.is_not(None)
        )
        return {key: UserId(user) for key, user in self.connection.execute(wanted)}

    def miss(self, deal_id: DealId, source: str, unmet: Sequence[Unmet], *, now: datetime) -> None:
        for each in unmet:
            person = {"source": source, "key": key_of(each.said)}
            new = person | {"said": each.said, "seen_at": now, "user": None, "is_stand_in": False}
            self.insert_new(crm_person, new, unless_known=("source", "key"))
            self.upsert(crm_missing, [{"deal_id": deal_id, "part": each.part, "line": each.line, **person}])

    def missing(self, source: str, key: str, *, most: int) -> Sequence[tuple[DealId, str]]:
        wanted = self._waiting(crm_missing.c.deal_id, crm_missing.c.part)
        theirs = wanted.where(crm_missing.c.source == source, crm_missing.c.key == key)
        rows = self.connection.execute(theirs.order_by(crm_missing.c.deal_id, crm_missing.c.part).limit(most))
        return [(DealId(row.deal_id), row.part) for row in rows]

    def met(self, deal_id: DealId, part: str) -> None:
        here = (self.mine(crm_missing), crm_missing.c.deal_id == deal_id, crm_missing.c.part == part)
        self.connection.execute(delete(crm_missing).where(*here))

    def choose(self, source: str, key: str, user: UserId | None, *, is_stand_in: bool) -> None:
        here = (self.mine(crm_person), crm_person.c.source == source, crm_person.c.key == key)
        self.connection.execute(update(crm_person).where(*here).values(user=user, is_stand_in=is_stand_in))

    def _waiting(self, *columns: Any) -> Select[Any]:
        of_deal = (item.c.workspace_id == crm_missing.c.workspace_id) & (item.c.deal_id == crm_missing.c.deal_id)
        is_its = (deal.c.workspace_id == crm_missing.c.workspace_id) & (deal.c.id == crm_missing.c.deal_id)
        joined = crm_missing.join(deal, is_its).join(item, of_deal & (item.c.key == crm_missing.c.line))
        # A held deal is left alone until it goes on; by then its line still asks.
        asks = (deal.c.status == DealStatus.OPEN, item.c.status == ItemStatus.OPEN)
        return select(*columns).select_from(joined).where(self.mine(crm_missing), *asks)
