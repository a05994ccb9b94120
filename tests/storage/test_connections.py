"""Connections on both databases: kept with their secrets sealed, found by their address, noted, fenced, sealed anew."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from bot.connected import Connection, Unheard
from bot.installed import Asleep
from bot.model import WorkspaceId
from bot.ports import Conflict
from storage.opening import Storage, open_storage
from storage.schema.connections import crm_connection
from storage.secrets.connected import NOTED_AGAIN_AFTER, Connected
from storage.secrets.sealing import NotOpened, key_of
from storage.secrets.tokens import Tokens
from tests.storage.examples import ANA, NOW
from tests.storage.secrets.conftest import keys_of

ERP = Connection(UUID(int=42), "erp", ANA, secret_at=NOW)
HUBSPOT = Connection(UUID(int=43), "hubspot", ANA, secret_at=NOW)


@pytest.fixture
def connected(storage: Storage) -> Connected:
    return Connected(storage.database, keys_of("a"))


def put(storage: Storage, connected: Connected, here: WorkspaceId, one: Connection, secret: str = "s1") -> None:
    with storage.work(here) as work:
        work.connect(one, connected.sealed(here, one.id, secret))


def renew(storage: Storage, connected: Connected, here: WorkspaceId, one: Connection, secret: str) -> None:
    with storage.work(here) as work:
        work.renew(one, connected.sealed(here, one.id, secret))


def read(storage: Storage, here: WorkspaceId) -> list[Connection]:
    with storage.work(here) as work:
        return list(work.connections())


def test_a_connection_comes_back_as_it_was_made_and_no_secret_stands_in_the_clear(
    storage: Storage, connected: Connected, here: WorkspaceId
) -> None:
    put(storage, connected, here, HUBSPOT, "s3cret")
    put(storage, connected, here, ERP, "s3cret")

    assert read(storage, here) == [ERP, HUBSPOT]
    with storage.database.reading() as connection:
        kept = [str(value) for row in connection.execute(select(crm_connection)) for value in row]
    assert not [value for value in kept if "s3cret" in value]


def test_it_is_found_by_its_whole_address_alone(storage: Storage, connected: Connected, here: WorkspaceId) -> None:
    put(storage, connected, here, ERP)

    found = connected.find("erp", ERP.id, now=NOW)
    assert found
    assert (found.workspace_id, found.connection_id, found.source, found.secrets) == (here, ERP.id, "erp", ("s1",))
    assert "s1" not in repr(found)
    assert connected.find("hubspot", ERP.id, now=NOW) is None
    assert connected.find("erp", HUBSPOT.id, now=NOW) is None


def test_the_secret_before_is_good_until_its_time_and_no_other_one_is(
    storage: Storage, connected: Connected, here: WorkspaceId
) -> None:
    put(storage, connected, here, ERP)
    until = NOW + timedelta(days=1)
    renew(storage, connected, here, replace(ERP, secret_at=NOW, old_until=until), "s2")

    def good(at: timedelta) -> tuple[str, ...]:
        found = connected.find("erp", ERP.id, now=NOW + at)
        assert found
        return found.secrets

    assert good(timedelta(hours=23)) == ("s2", "s1")
    assert good(timedelta(days=1)) == ("s2",)
    renew(storage, connected, here, replace(ERP, old_until=until), "s3")
    assert good(timedelta()) == ("s3", "s2")
    renew(storage, connected, here, ERP, "s4")
    assert good(timedelta()) == ("s4",)


def test_a_removed_one_and_one_of_a_sleeping_workspace_are_not_found(
    storage: Storage, connected: Connected, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    put(storage, connected, here, ERP)
    put(storage, connected, elsewhere, HUBSPOT)
    storage.installations.sleep(elsewhere, Asleep.UNINSTALLED, now=NOW)
    with storage.work(here) as work:
        work.disconnect(ERP.id)

    assert connected.find("erp", ERP.id, now=NOW) is None
    assert connected.find("hubspot", HUBSPOT.id, now=NOW) is None
    storage.installations.wake(elsewhere)
    assert connected.find("hubspot", HUBSPOT.id, now=NOW)


def test_two_workspaces_have_systems_of_one_name_and_neither_touches_the_others(
    storage: Storage, connected: Connected, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    theirs = replace(HUBSPOT, source="erp")
    put(storage, connected, here, ERP)
    put(storage, connected, elsewhere, theirs, "theirs")

    with storage.work(here) as work:
        work.disconnect(theirs.id)
        work.renew(theirs, "v1.a.b")

    assert (read(storage, here), read(storage, elsewhere)) == ([ERP], [theirs])
    found = connected.find("erp", theirs.id, now=NOW)
    assert found
    assert (found.workspace_id, found.secrets) == (elsewhere, ("theirs",))


def test_a_sealed_secret_opens_for_no_other_connection(
    storage: Storage, connected: Connected, here: WorkspaceId
) -> None:
    with storage.work(here) as work:
        work.connect(ERP, connected.sealed(here, HUBSPOT.id, "s1"))

    with pytest.raises(NotOpened):
        connected.find("erp", ERP.id, now=NOW)


def test_of_two_of_one_name_one_is_a_conflict(storage: Storage, connected: Connected, here: WorkspaceId) -> None:
    put(storage, connected, here, ERP)

    with pytest.raises(Conflict):
        put(storage, connected, here, replace(HUBSPOT, source="erp"))

    assert read(storage, here) == [ERP]


def test_what_came_is_noted_no_oftener_than_once_a_minute(
    storage: Storage, connected: Connected, here: WorkspaceId
) -> None:
    put(storage, connected, here, ERP)
    found = connected.find("erp", ERP.id, now=NOW)
    assert found

    connected.heard(found, now=NOW)
    connected.refused(found, Unheard.STALE, now=NOW)
    soon = NOW + NOTED_AGAIN_AFTER - timedelta(seconds=1)
    connected.heard(found, now=soon)
    connected.refused(found, Unheard.MISMATCH, now=soon)
    assert read(storage, here) == [replace(ERP, heard_at=NOW, refused_at=NOW, refused_why=Unheard.STALE)]

    later = NOW + NOTED_AGAIN_AFTER
    connected.refused(found, Unheard.MISMATCH, now=later)
    assert read(storage, here) == [replace(ERP, heard_at=NOW, refused_at=later, refused_why=Unheard.MISMATCH)]


def test_rekey_seals_both_secrets_anew_and_says_so(storage: Storage, connected: Connected, here: WorkspaceId) -> None:
    put(storage, connected, here, ERP)
    renewed = replace(ERP, old_until=NOW + timedelta(days=1))
    renew(storage, connected, here, renewed, "s2")
    put(storage, connected, here, HUBSPOT)

    done = Tokens(storage.database, keys_of("b", "a")).rekey()

    assert (done.changed, done.kept) == (3, 0)
    with storage.database.reading() as connection:
        rows = connection.execute(select(crm_connection.c.sealed, crm_connection.c.sealed_before)).all()
    assert {key_of(text) for row in rows for text in row if text} == {keys_of("b").first.id}
    found = Connected(storage.database, keys_of("b")).find("erp", ERP.id, now=NOW)
    assert found
    assert found.secrets == ("s2", "s1")


def test_a_secret_that_no_key_opens_is_a_problem_that_is_told(
    storage: Storage, connected: Connected, here: WorkspaceId
) -> None:
    assert Tokens(storage.database, None).problem() is None
    put(storage, connected, here, ERP)

    assert "BATON_ENCRYPTION_KEYS is missing" in str(Tokens(storage.database, None).problem())
    assert "Put the missing key" in str(Tokens(storage.database, keys_of("b")).problem())
    assert Tokens(storage.database, keys_of("a")).problem() is None


def test_without_keys_no_system_is_served(url: str) -> None:
    with closing(open_storage(url, ids=uuid4)) as opened:
        assert opened.connected is None
