"""Open databases for the tests: a file of SQLite and a real PostgreSQL, each empty and migrated."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from bot.model import UserId, WorkspaceId
from storage.migrations import metadata
from storage.opening import Storage, open_migrated, open_storage
from tests import postgres

Ids = Callable[[], UUID]


def numbered_ids() -> Ids:
    """Return ids that count up."""
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated file that each test copies: quicker than migrating again."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    storage = open_migrated(f"sqlite:///{file}", ids=numbered_ids())
    storage.close()
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL of this process' own and return the address of its first database."""
    with postgres.running() as url:
        # Nothing here must outlive a power cut, and a disk that is waited for is most of the time these tests take.
        run(url, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server: str) -> str:
    """Make a migrated database that each test empties: quicker than making another."""
    url = new_database(postgres_server, "baton")
    open_migrated(url, ids=numbered_ids()).close()
    return url


def run(server: str, *statements: str) -> None:
    """Run statements outside of a transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def new_database(server: str, name: str) -> str:
    """Make a database and return its address."""
    run(server, f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a migrated, empty database."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (tmp_path / "baton.db").write_bytes(template.read_bytes())
        return f"sqlite:///{tmp_path / 'baton.db'}"
    emptied: str = request.getfixturevalue("postgres_url")
    return emptied


@pytest.fixture
def postgres_url(postgres_migrated: str) -> str:
    """Return the address of a migrated, empty database of PostgreSQL."""
    run(postgres_migrated, *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))
    return postgres_migrated


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    opened = open_storage(url, ids=numbered_ids())
    yield opened
    opened.close()


@pytest.fixture
def here(storage: Storage) -> WorkspaceId:
    """Return a workspace."""
    return storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id


@pytest.fixture
def elsewhere(storage: Storage) -> WorkspaceId:
    """Return another workspace."""
    return storage.workspaces.ensure("T2", bot_user_id=UserId("UBOT")).id
