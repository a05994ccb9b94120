"""Which deals a person is concerned with: as conditions on the table of deals, for the parameters of ``given``."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, Text, bindparam, cast, or_, select, union

from bot.model import ItemStatus, StepStatus, UserId
from storage.columns import spelled
from storage.schema.deals import deal, item, lapse, step
from storage.tenancy import ours


def given(person: UserId) -> dict[str, Any]:
    """Return the values of the parameters."""
    # Leads are stored as JSON; the ids of people hold no character that would match half of another.
    quoted = person.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return {"person": person, "among_leads": f'%"{quoted}"%'}


def must_act() -> ColumnElement[bool]:
    """Return whether they own the deal, are asked to, or have to do, accept or decide something in it."""
    is_handed_in = (item.c.status == spelled(ItemStatus.DONE)) & (item.c.accepted_by.is_not(None))
    receives = (
        select(deal.c.id)
        .join(item, (item.c.deal_id == deal.c.id) & (item.c.workspace_id == deal.c.workspace_id))
        .where(ours(deal), is_handed_in, _is_lead())
    )
    return deal.c.id.in_(union(*_named(), receives))


def is_touched() -> ColumnElement[bool]:
    """Return whether their working time can move anything in the deal: that of a lead does, too."""
    person = bindparam("person", type_=Text)
    # Nothing is asked about a line that waits; but of a holder who leaves, somebody is asked who gets it.
    waits = of(item, item.c.status == spelled(ItemStatus.WAITING), item.c.holder_id == person)
    return or_(deal.c.id.in_(union(*_named(), waits)), _is_lead())


def of(table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the ids of the deals that parts belong to."""
    return select(table.c.deal_id).where(ours(table), *conditions)


def _named() -> tuple[Select[Any], ...]:
    person = bindparam("person", type_=Text)
    is_open_step, is_open_item = (
        step.c.status == spelled(StepStatus.OPEN),
        item.c.status == spelled(ItemStatus.OPEN),
    )
    return (
        select(deal.c.id).where(ours(deal), deal.c.owner_id == person),
        select(deal.c.id).where(ours(deal), deal.c.offered_to == person),
        of(step, is_open_step, step.c.by == person),
        of(step, step.c.asked.is_not(None), step.c.asked == person),
        of(item, is_open_item, item.c.holder_id == person),
        of(lapse, lapse.c.closed_at.is_(None), lapse.c.decider_id == person),
    )


def _is_lead() -> ColumnElement[bool]:
    return cast(deal.c.leads, Text).like(bindparam("among_leads"), escape="/")
