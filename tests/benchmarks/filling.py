"""What a benchmark looks at, and the tens of thousands of rows beside it, written past the use cases."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid5

from sqlalchemy import insert, text

from bot.model import Deal, Item, ItemStatus, Person, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import RowState
from storage.columns import EPOCH
from storage.mapping import deal_values, outgoing_values, step_values
from storage.opening import Storage
from storage.schema.boxes import outbox
from storage.schema.deals import deal, step
from tests.bot.making import HELSINKI, LIV, NOW, OMAR, PEOPLE, a_deal, a_step, an_item, by

COLLEAGUES = 200
DUE = 50
LATER = NOW + timedelta(days=2)
STATUSES = (ItemStatus.DONE, ItemStatus.OPEN, ItemStatus.WAITING, ItemStatus.OPEN)
DAYS = ("2026-11-20", "2026-11-24", "2026-12-01")
AHEAD = DAYS[1:]


def workspace(storage: Storage, people: int = COLLEAGUES) -> WorkspaceId:
    """Return a workspace with so many people besides those who work on deals."""
    home = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT"), default_owner=LIV)
    with storage.work(home.id) as uow:
        uow.put_people([*PEOPLE.values(), *colleagues(people)])
    return home.id


def colleagues(people: int) -> list[Person]:
    return [Person(UserId(f"U{number:05}"), f"Colleague {number}", HELSINKI) for number in range(people)]


def put_deals(storage: Storage, here: WorkspaceId, count: int) -> None:
    """Add open deals with a next step each, of which DUE are to be looked at now and the others in two days."""
    alike = deal_values(a_deal(workspace_id=here, channel_id=None)) | {"changed_at": NOW}
    alike_step = step_values(a_step()) | {"workspace_id": here, "place": 0}
    ids = [uuid5(here, f"{number}") for number in range(count)]
    deals = [
        alike | {"id": id_, "external_id": f"D-{number}", "next_review_at": NOW if number < DUE else LATER}
        for number, id_ in enumerate(ids)
    ]
    with storage.engine.begin() as connection:
        connection.execute(insert(deal), deals)
        connection.execute(insert(step), [alike_step | {"deal_id": id_} for id_ in ids])
    _take_stock(storage)


def put_messages(storage: Storage, here: WorkspaceId, count: int) -> None:
    """Add messages, each in its lane: DUE of them may go now, half of the others were sent, half are for later."""
    alike = {"workspace_id": here, "due_at": EPOCH, "attempt": 0, "decided_at": NOW}
    rows = []
    for number in range(count):
        is_due = number < DUE
        said = Outgoing(f"m:{number}", Kind.SAY, f"lane:{number}", not_before=None if is_due else LATER)
        state = RowState.PENDING if is_due or number % 2 else RowState.SENT
        rows.append(outgoing_values(said) | alike | {"id": uuid5(here, said.key), "state": state})
    with storage.engine.begin() as connection:
        connection.execute(insert(outbox), rows)
    _take_stock(storage)


def _take_stock(storage: Storage) -> None:
    """Let PostgreSQL count what is there, as it does by itself within a minute."""
    if storage.engine.dialect.name == "postgresql":
        with storage.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def a_busy_deal(here: WorkspaceId, items: int, *, steps: int = 3, days: Sequence[str] = DAYS) -> Deal:
    """Return a deal in the middle of its work: lines done, open and waiting, due on these days; next steps of Ana's."""
    return a_deal(
        workspace_id=here,
        opened_at=NOW - timedelta(days=14),
        owned_at=NOW - timedelta(days=14),
        items=tuple(_item(number, days[number % len(days)]) for number in range(items)),
        steps=tuple(a_step(f"step {number}") for number in range(steps)),
    )


def _item(number: int, day: str) -> Item:
    status = STATUSES[number % len(STATUSES)]
    is_waiting = status is ItemStatus.WAITING
    return an_item(
        f"item {number}",
        status=status,
        holder_id=OMAR,
        due=None if is_waiting else by(day),
        waits_for=(f"item {number - 1}",) if is_waiting else (),
        opened_at=None if is_waiting else NOW - timedelta(days=7),
        done_at=NOW if status is ItemStatus.DONE else None,
    )
