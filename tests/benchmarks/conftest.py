"""Databases of their own for benchmarks, on a disk that is waited for, and a desk at each."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from bot.service.desk import Desk
from storage.opening import Storage, open_migrated
from tests.storage.conftest import new_database, postgres_server

__all__ = ["postgres_server"]

Open = Callable[[], Storage]
AtDesk = Callable[[Storage], Desk]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    """Return the kind of database; a benchmark that asks for it is run on both."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def open_one(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open an empty database at each call: SQLite, unless the benchmark asks for its kind."""
    chosen = request.getfixturevalue("kind") if "kind" in request.fixturenames else "sqlite"
    opened: list[Storage] = []

    def open_() -> Storage:
        name = f"bench_{uuid4().hex}"
        url = f"sqlite:///{tmp_path / name}"
        if chosen == "postgres":
            url = new_database(request.getfixturevalue("postgres_server"), name)
        opened.append(open_migrated(url, ids=uuid4))
        return opened[-1]

    yield open_
    for storage in opened:
        storage.close()
    # A million deals are gigabytes, and pytest keeps the folders of three runs.
    for file in tmp_path.glob("bench_*"):
        file.unlink()


@pytest.fixture
def at_desk() -> AtDesk:
    """Return who sits down at a database."""
    numbers = count(1)
    return lambda storage: Desk(storage.work, uuid4, lambda: f"short{next(numbers)}", lambda: None)
