"""Whatever is stored comes back equal, on both databases."""

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.events import Recorded
from bot.model import Item, Lapse, Person, Step, WorkspaceId
from bot.outgoing import Outgoing
from bot.playbook import Playbook
from bot.ports import UnitOfWork
from storage.mapping import DEAL, DIGEST_CLOCK, ITEM, LAPSE, OUTGOING, PERSON, STEP, Shape, read_outgoing
from storage.opening import Storage
from storage.schema.boxes import outbox
from storage.work import SqlUnitOfWork
from tests.storage.anything import ITEMS, MESSAGES, OPEN_LAPSES, PEOPLE, PLAYBOOKS, STEPS, deals, histories
from tests.storage.examples import NOW, a_deal

anything = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Undo(Exception):  # noqa: N818 - not a fault: it takes back what an example stored
    """Roll back."""


def in_vain(storage: Storage, here: WorkspaceId, check: Callable[[UnitOfWork], None]) -> None:
    """Run a check in a transaction that leaves nothing behind."""

    def undone() -> None:
        with storage.work(here) as work:
            check(work)
            raise Undo

    with pytest.raises(Undo):
        undone()


@pytest.mark.parametrize("shape", [DEAL, ITEM, STEP, LAPSE, PERSON, DIGEST_CLOCK, OUTGOING])
def test_every_field_stands_in_a_column_or_apart(shape: Shape[object]) -> None:
    named = {field.name for field in fields(shape.model)}  # type: ignore[arg-type]

    assert named == set(shape.names) | set(shape.apart)
    assert set(shape.names) <= set(shape.table.c.keys())


@anything
@given(data=st.data())
def test_any_deal_comes_back(storage: Storage, here: WorkspaceId, data: st.DataObject) -> None:
    deal = data.draw(deals(here))

    def check(work: UnitOfWork) -> None:
        assert work.add(deal, [], [])
        assert work.deal(deal.id) == deal

    in_vain(storage, here, check)


@anything
@given(items=ITEMS, steps=STEPS, lapses=OPEN_LAPSES, history=histories(1))
def test_any_change_of_a_deal_comes_back(
    storage: Storage,
    here: WorkspaceId,
    items: tuple[Item, ...],
    steps: tuple[Step, ...],
    lapses: tuple[Lapse, ...],
    history: list[Recorded],
) -> None:
    before = a_deal(here)
    after = replace(before, items=items, steps=steps, lapses=lapses, seq=len(history))

    def check(work: UnitOfWork) -> None:
        work.add(before, [], [])
        work.save(before, after, history, [])
        assert work.deal(before.id) == replace(after, version=1)

    in_vain(storage, here, check)


@anything
@given(history=histories())
def test_any_event_comes_back(storage: Storage, here: WorkspaceId, history: list[Recorded]) -> None:
    deal = a_deal(here, seq=len(history))

    def check(work: UnitOfWork) -> None:
        work.add(deal, history, [])
        assert list(work.history(deal.id)) == history

    in_vain(storage, here, check)


@anything
@given(people=PEOPLE, playbook=PLAYBOOKS)
def test_any_person_and_playbook_come_back(
    storage: Storage, here: WorkspaceId, people: list[Person], playbook: Playbook
) -> None:
    def check(work: UnitOfWork) -> None:
        work.put_people(people)
        for person in people:
            work.put_time(person.id, person.time)
        work.put_playbooks([playbook], now=NOW)
        assert work.people() == {person.id: person for person in people}
        assert work.playbook(playbook.kind) == playbook

    in_vain(storage, here, check)


@anything
@given(message=MESSAGES)
def test_any_message_comes_back(storage: Storage, here: WorkspaceId, message: Outgoing) -> None:
    def check(work: UnitOfWork) -> None:
        assert isinstance(work, SqlUnitOfWork)
        work.send([message])
        assert read_outgoing(work.connection.execute(select(outbox)).mappings().one()) == message

    in_vain(storage, here, check)


def test_what_nobody_can_read_is_dropped_and_the_rest_still_found(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, "ac\x00me"), [], [])
        found = work.deal_from("erp", "ac\x00me")

    assert found is not None
    assert found.external_id == "acme"
