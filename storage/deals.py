"""Read whole deals in a fixed number of statements, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
)

from bot.model import ChannelId, Deal, DealId, DealStatus, UserId
from bot.ports import Sort, Wanted
from storage import concerning
from storage.columns import micros, spelled
from storage.mapping import DEAL, ITEM, LAPSE, STEP, Shape
from storage.prepared import Prepared
from storage.schema.deals import deal, lapse
from storage.tenancy import Tenant, ours

_REMEMBERED = timedelta(days=30)
"""How long a closed lapse still comes with its deal, counted back from the deal's last event."""


class Deals(Tenant):
    """Find deals."""

    def deal(self, deal_id: DealId) -> Deal | None:
        return self._one(_BY_ID, deal_id=deal_id)

    def deal_from(self, source: str, external_id: str) -> Deal | None:
        return self._one(_BY_SOURCE, source=source, external_id=external_id)

    def deal_in(self, channel_id: ChannelId) -> Deal | None:
        return self._one(_BY_CHANNEL, channel_id=channel_id)

    def practice_of(self, user: UserId) -> Deal | None:
        return self._one(_PRACTICE, person=user)

    def deals(self, wanted: Wanted) -> Sequence[Deal]:
        found = _listed(wanted.statuses, wanted.person is not None, wanted.with_open_lapse, wanted.sort)
        return self._whole(self.ask(found, **_given(wanted), most=wanted.limit))

    def count(self, wanted: Wanted) -> int:
        counted = _counted(wanted.statuses, wanted.person is not None, wanted.with_open_lapse)
        count: int = self.ask(counted, **_given(wanted)).scalar()
        return count

    def due_deals(self, *, now: datetime, limit: int) -> Sequence[DealId]:
        return [DealId(id_) for id_ in self.ask(_DUE, now=now, most=limit).scalars()]

    def _one(self, wanted: Prepared, **given: Any) -> Deal | None:
        found = self._whole(self.ask(wanted, **given))
        return found[0] if found else None

    def _whole(self, rows: Iterable[Mapping[str, Any]]) -> list[Deal]:
        found = {row["id"]: row for row in rows}
        if not found:
            return []
        items, steps, lapses = (self._parts(wanted, tuple(found)) for wanted in _PARTS)
        return [
            Deal(**row, items=tuple(items[id_]), steps=tuple(steps[id_]), lapses=tuple(lapses[id_]))
            for id_, row in found.items()
        ]

    def _parts(self, wanted: "_Parts", deal_ids: Sequence[DealId]) -> dict[DealId, list[Any]]:
        if len(deal_ids) == 1:
            return {deal_ids[0]: list(self.ask(wanted.of_one, deal_id=deal_ids[0]))}
        parts: dict[DealId, list[Any]] = defaultdict(list)
        given = {"tenant": self.workspace_id, "deal_ids": deal_ids}
        for *values, deal_id in self.connection.execute(wanted.of_many, given):
            parts[deal_id].append(wanted.model(*values))
        return parts


@dataclass(frozen=True)
class _Parts:
    """The questions for the parts of deals. Of one deal, as nearly always, without a list whose length must be spelled out."""

    model: type
    of_one: Prepared
    of_many: Select[Any]


def _parts_of(shape: Shape[Any], *conditions: ColumnElement[bool]) -> _Parts:
    table = shape.table
    wanted = select(*shape.columns).where(ours(table), *conditions).order_by(table.c.place, table.c.id)
    return _Parts(
        shape.model,
        of_one=Prepared(
            wanted.where(table.c.deal_id == bindparam("deal_id")), shape=lambda values: shape.model(*values)
        ),
        of_many=wanted.add_columns(table.c.deal_id).where(table.c.deal_id.in_(bindparam("deal_ids", expanding=True))),
    )


@cache
def _listed(statuses: tuple[DealStatus, ...], of_person: bool, with_open_lapse: bool, sort: Sort) -> Prepared:
    found = OWN.where(*_conditions(statuses, of_person=of_person, with_open_lapse=with_open_lapse))
    return Prepared(found.order_by(*_ORDER[sort]).limit(bindparam("most", type_=Integer)), shape=by_name)


@cache
def _counted(statuses: tuple[DealStatus, ...], of_person: bool, with_open_lapse: bool) -> Prepared:
    found = _conditions(statuses, of_person=of_person, with_open_lapse=with_open_lapse)
    return Prepared(select(func.count()).select_from(deal).where(ours(deal), *found))


def _given(wanted: Wanted) -> dict[str, Any]:
    return {} if wanted.person is None else concerning.given(wanted.person)


def _conditions(statuses: Iterable[DealStatus], *, of_person: bool, with_open_lapse: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        deal.c.status.in_([spelled(status) for status in statuses]),
        deal.c.is_practice.is_(False),
    ]
    if of_person:
        conditions.append(concerning.must_act())
    if with_open_lapse:
        conditions.append(deal.c.id.in_(concerning.of(lapse, lapse.c.closed_at.is_(None))))
    return conditions


def _is_remembered() -> ColumnElement[bool]:
    is_its_deal = (deal.c.workspace_id == lapse.c.workspace_id, deal.c.id == lapse.c.deal_id)
    changed_at = select(type_coerce(deal.c.changed_at, BigInteger)).where(*is_its_deal)
    oldest = changed_at.scalar_subquery() - micros(_REMEMBERED)
    return or_(lapse.c.closed_at.is_(None), type_coerce(lapse.c.closed_at, BigInteger) >= oldest)


def by_name(values: tuple[Any, ...]) -> Mapping[str, Any]:
    return MappingProxyType(dict(zip(DEAL.names, values, strict=True)))


OWN = select(*DEAL.columns).where(ours(deal))
_IS_FROM = (deal.c.source == bindparam("source"), deal.c.external_id == bindparam("external_id"))
_BY_ID = Prepared(OWN.where(deal.c.id == bindparam("deal_id")), shape=by_name)
_BY_SOURCE = Prepared(OWN.where(*_IS_FROM), shape=by_name)
_BY_CHANNEL = Prepared(OWN.where(deal.c.channel_id == bindparam("channel_id")), shape=by_name)
_PRACTICE = Prepared(
    OWN.where(
        deal.c.owner_id == bindparam("person"), deal.c.is_practice.is_(True), deal.c.status == spelled(DealStatus.OPEN)
    ),
    shape=by_name,
)
_DUE = Prepared(
    select(deal.c.id)
    .where(ours(deal), deal.c.next_review_at <= bindparam("now"))
    .order_by(deal.c.next_review_at, deal.c.id)
    .limit(bindparam("most", type_=Integer))
)
_PARTS = (_parts_of(ITEM), _parts_of(STEP), _parts_of(LAPSE, _is_remembered()))

_ORDER: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NEWEST_WON: (deal.c.won_at.desc().nulls_last(), deal.c.id),
    Sort.NEXT_DUE: (deal.c.next_due_at.nulls_last(), deal.c.id),
}
