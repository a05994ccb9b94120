"""A workspace that Baton was taken out of is forgotten whole, and no other loses a row."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.installed import Asleep, Installation, Token
from bot.model import UserId, WorkspaceId
from storage.keeping.tables import tables_in
from storage.opening import Storage, open_storage
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW
from tests.storage.rows import fill
from tests.storage.secrets.conftest import keys_of


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    opened = open_storage(url, ids=numbered_ids(), keys=keys_of("a"))
    yield opened
    opened.close()


@pytest.fixture
def filled(storage: Storage) -> Storage:
    """Put rows of three workspaces into every table."""
    with storage.engine.begin() as connection:
        fill(connection)
    return storage


def rows_of(storage: Storage, workspace_id: WorkspaceId) -> dict[str, int]:
    with storage.engine.connect() as connection:
        tables = {name: table for name, table in tables_in(connection).items() if "workspace_id" in table.c}
        found = {
            name: len(connection.execute(select(table).where(table.c.workspace_id == workspace_id)).all())
            for name, table in tables.items()
        }
    return {name: count for name, count in found.items() if count}


def ids(storage: Storage) -> list[WorkspaceId]:
    with storage.engine.connect() as connection:
        found = tables_in(connection)["workspace"]
        return [WorkspaceId(each) for each in connection.scalars(select(found.c.workspace_id))]


def test_everything_of_it_goes_and_nothing_of_others(filled: Storage) -> None:
    first, second, third = sorted(ids(filled))
    before = [rows_of(filled, each) for each in (second, third)]
    assert len(before[0]) > 20
    for each in (first, second, third):
        filled.installations.wake(each)
    filled.installations.sleep(first, Asleep.UNINSTALLED, now=NOW)

    assert filled.removal.run() == [first]

    assert rows_of(filled, first) == {}
    assert [rows_of(filled, each) for each in (second, third)] == before
    assert filled.removal.run() == []


def test_only_an_uninstallation_takes_anything_away(storage: Storage) -> None:
    given = Installation("T1", UserId("UBOT"), Token("xoxb-1"), UserId("UANA"))
    here = storage.installations.take_in(given, now=NOW)
    assert storage.removal.run() == []

    for why in (Asleep.REVOKED, Asleep.NOT_RENEWED):
        storage.installations.sleep(here, why, now=NOW)
        assert storage.removal.run() == []
        storage.installations.wake(here)


def test_installed_again_before_that_it_keeps_everything_and_afterwards_it_begins_anew(storage: Storage) -> None:
    given = Installation("T1", UserId("UBOT"), Token("xoxb-1"), UserId("UANA"))
    here = storage.installations.take_in(given, now=NOW)

    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)
    assert storage.installations.take_in(given, now=NOW) == here
    assert storage.removal.run() == []

    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)
    assert storage.removal.run() == [here]
    assert storage.installations.take_in(given, now=NOW) != here


@pytest.mark.parametrize(
    ("erases", "usually", "is_gone"),
    [(None, True, True), (None, False, False), (True, False, True), (False, True, False)],
)
def test_what_admins_said_comes_before_what_the_operator_says(
    storage: Storage, *, erases: bool | None, usually: bool, is_gone: bool
) -> None:
    here = storage.installations.take_in(Installation("T1", UserId("UBOT"), Token("xoxb-1"), UserId("UANA")), now=NOW)
    with storage.work(here) as work:
        home = work.workspace()
        work.put_workspace(replace(home, rules=replace(home.rules, erases=erases)))
    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)

    assert storage.removal.run(usually=usually) == ([here] if is_gone else [])
