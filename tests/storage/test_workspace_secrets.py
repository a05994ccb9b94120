"""Each workspace has a secret of its own, by which its messages are known again in Slack."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from bot.model import UserId, WorkspaceId
from storage.engine import open_engine
from storage.migrations import downgrade, upgrade
from storage.opening import Storage

BEFORE, SINCE = "0003", "0004"
OLD = UUID(int=7)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a database from before there were secrets, with a workspace in it."""
    opened = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(opened, BEFORE)
    with opened.begin() as connection:
        connection.execute(text("INSERT INTO workspace (workspace_id) VALUES (:id)"), {"id": OLD.hex})
    yield opened
    opened.dispose()


def secret_in(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.execute(text("SELECT secret FROM workspace")).scalar()


def test_two_workspaces_never_share_a_secret(storage: Storage) -> None:
    one = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT"))
    other = storage.workspaces.ensure("T2", bot_user_id=UserId("UBOT"))

    assert one.secret != other.secret
    assert min(len(one.secret), len(other.secret)) >= 32


def test_a_secret_cannot_be_told_from_the_workspaces_id(storage: Storage, here: WorkspaceId) -> None:
    found = storage.workspaces.get(here)

    assert found
    assert found.secret not in {str(here).encode(), here.hex.encode()}


def test_a_secret_stays_as_it_is_when_the_bot_is_installed_anew_and_settings_change(storage: Storage) -> None:
    first = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT"))

    again = storage.workspaces.ensure("T1", bot_user_id=UserId("UANOTHER"))
    storage.workspaces.put(again)

    assert storage.workspaces.get(first.id) == again
    assert again.secret == first.secret


def test_a_unit_of_work_knows_the_secret(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as uow:
        known = uow.workspace().secret

    assert known == storage.workspaces.all()[0].secret


def test_a_secret_shows_in_no_log_line_about_a_workspace(storage: Storage, here: WorkspaceId) -> None:
    found = storage.workspaces.get(here)

    assert found
    assert found.secret.decode() not in repr(found)


def test_a_workspace_from_before_keeps_the_key_that_its_messages_carry(engine: Engine) -> None:
    upgrade(engine)

    assert secret_in(engine) == str(OLD)


def test_a_secret_is_gone_when_the_tables_go_back(engine: Engine) -> None:
    upgrade(engine, SINCE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE workspace SET secret = :new"), {"new": uuid4().hex})

    downgrade(engine, BEFORE)
    upgrade(engine, SINCE)

    assert secret_in(engine) == str(OLD)
