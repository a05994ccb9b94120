"""What people have left of a day is counted once, however many replicas take at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.model import WorkspaceId
from bot.ports import Conflict
from storage.keeping.tidying import USUAL, Tidying
from storage.opening import Storage
from storage.schema.workspaces import asked_in_public
from tests.storage.examples import ANA, NOW, OMAR

TODAY = date(2026, 11, 22)


def take(storage: Storage, here: WorkspaceId, *, day: date = TODAY, most: int = 2) -> bool:
    with storage.work(here) as uow:
        return uow.take_public(ANA, day, most=most)


def counted(storage: Storage) -> dict[tuple[str, date], int]:
    with storage.engine.connect() as connection:
        return {(row.person, row.day): row.times for row in connection.execute(select(asked_in_public))}


def test_a_day_has_as_many_as_it_has(storage: Storage, here: WorkspaceId) -> None:
    assert [take(storage, here) for _ in range(4)] == [True, True, False, False]
    assert counted(storage) == {(ANA, TODAY): 2}


def test_each_person_and_each_day_has_its_own(storage: Storage, here: WorkspaceId) -> None:
    take(storage, here)
    take(storage, here)

    with storage.work(here) as uow:
        assert uow.take_public(OMAR, TODAY, most=2)
    assert take(storage, here, day=TODAY + timedelta(days=1))


def test_another_workspace_takes_nothing_of_it(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    take(storage, elsewhere)
    take(storage, elsewhere)

    assert take(storage, here)


def test_what_is_rolled_back_was_never_taken(storage: Storage, here: WorkspaceId) -> None:
    with pytest.raises(Conflict):
        _saved_second(storage, here)

    assert counted(storage) == {}


def test_of_many_who_take_at_once_two_get_it(storage: Storage, here: WorkspaceId) -> None:
    with ThreadPoolExecutor(8) as crowd:
        got = list(crowd.map(lambda _: take(storage, here), range(24)))

    assert got.count(True) == 2
    assert counted(storage) == {(ANA, TODAY): 2}


def test_days_that_are_over_are_forgotten(storage: Storage, here: WorkspaceId) -> None:
    for days in (0, 1, 2, 3, 30):
        take(storage, here, day=TODAY - timedelta(days=days))

    Tidying(storage.database, USUAL).tidy(here, now=NOW, machine=NOW)

    assert set(counted(storage)) == {(ANA, TODAY - timedelta(days=days)) for days in (0, 1, 2)}


def _saved_second(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as uow:
        uow.take_public(ANA, TODAY, most=2)
        raise Conflict
