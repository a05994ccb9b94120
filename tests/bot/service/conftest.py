"""An office: use cases at work on a real database of their own, with people who can be asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from sqlite3 import Connection
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.events import Event, Recorded
from bot.incoming import Arrived, Incoming, PersonRef
from bot.model import BATON, Deal, DealId, DealStatus, Facts, UserId
from bot.outgoing import Kind, Outgoing
from bot.playbook import DueRule
from bot.ports import Group, Sort, Wanted, Workspace
from bot.service import intake
from bot.service.desk import Asked, Desk
from bot.service.intake import Origin
from storage.mapping import read_outgoing
from storage.opening import Storage, open_migrated, open_storage
from storage.schema.boxes import outbox
from tests.bot.making import LIV, NOW, OMAR, PEOPLE, a_playbook, a_rule

RULES = (
    a_rule("contract", DueRule("won", 1), accepted_by="finance"),
    a_rule("visit", DueRule("won", 2), evidence="date"),
    a_rule("report", DueRule("visit", 3), function="finance"),
)
PLAYBOOK = a_playbook(*RULES)


@dataclass
class Office:
    """A workspace in a database, a desk to work at, and what came of it."""

    storage: Storage
    workspace: Workspace
    desk: Desk
    rung: list[str]

    @property
    def origin(self) -> Origin:
        return Origin(self.workspace.id, BATON, NOW)

    def asked(self, by: UserId, key: str = "k1", now: datetime = NOW) -> Asked:
        return Asked(self.workspace.id, by, key, now)

    def receive(self, incoming: Incoming | None = None, now: datetime = NOW) -> Arrived:
        return intake.receive(self.desk, Origin(self.workspace.id, BATON, now), incoming or won())

    def deal(self, deal_id: DealId) -> Deal:
        with self.desk.work(self.workspace.id) as uow:
            found = uow.deal(deal_id)
        assert found
        return found

    def deals(self, *statuses: DealStatus) -> list[Deal]:
        with self.desk.work(self.workspace.id) as uow:
            return list(uow.deals(Wanted(statuses=statuses or tuple(DealStatus), sort=Sort.NEWEST_WON)))

    def history(self, deal_id: DealId) -> list[Recorded]:
        with self.desk.work(self.workspace.id) as uow:
            return list(uow.history(deal_id))

    def events(self, deal_id: DealId) -> list[type[Event]]:
        return [type(each.event) for each in self.history(deal_id)]

    def sent(self, *kinds: Kind) -> list[Outgoing]:
        """Return what must reach Slack, in the order decided."""
        with self.storage.engine.connect() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.position)).mappings().all()
        found = [read_outgoing(row) for row in rows]
        return [each for each in found if not kinds or each.kind in kinds]


def won(external_id: str = "D-1", *, at: datetime = NOW, facts: Facts | None = None, **changes: object) -> Incoming:
    """Return news of a deal that Ana won."""
    given = {
        "source": "erp",
        "external_id": external_id,
        "kind": "site",
        "facts": facts or Facts("Acme EV site", "Acme Oy", 4_800_000, "EUR"),
        "occurred_at": at,
        "seller": PersonRef("ana@example.com", "Ana"),
    }
    return Incoming(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def template() -> Iterator[Storage]:
    """Return a migrated database that each test copies."""
    storage = open_migrated("sqlite://", ids=lambda: UUID(int=1))
    yield storage
    storage.close()


def copy(source: Storage, target: Storage) -> None:
    """Copy one database in memory into another: nothing is waited for on a disk."""
    with source.engine.connect() as one, target.engine.connect() as other:
        given, taken = one.connection.driver_connection, other.connection.driver_connection
        assert isinstance(given, Connection)
        assert isinstance(taken, Connection)
        given.backup(taken)


@pytest.fixture
def bare(template: Storage) -> Iterator[Office]:
    """Return an office without people, groups or playbooks."""
    numbers = count(1)
    storage = open_storage("sqlite://", ids=lambda: UUID(int=next(numbers)))
    copy(template, storage)
    workspace = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT"), default_owner=LIV)
    rung: list[str] = []
    desk = Desk(
        work=storage.work,
        new_id=lambda: UUID(int=1000 + next(numbers)),
        new_short=lambda: f"short{next(numbers)}",
        wake=lambda: rung.append("wake"),
    )
    yield Office(storage, workspace, desk, rung)
    storage.close()


@pytest.fixture
def office(bare: Office) -> Office:
    """Return an office with everybody in it and a playbook."""
    with bare.desk.work(bare.workspace.id) as uow:
        uow.put_people(list(PEOPLE.values()))
        uow.put_groups([Group("delivery", (UserId("UGONE"), OMAR))])
        uow.put_playbooks([PLAYBOOK], now=NOW)
    return bare


@pytest.fixture
def opened(office: Office) -> DealId:
    """Return a deal that was just opened and offered to Omar."""
    return office.receive().deal_id
