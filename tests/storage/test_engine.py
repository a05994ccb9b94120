"""A database is opened so that transactions hold, and what is wrong with an address is said."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.model import UserId, WorkspaceId
from storage.engine import LONGEST_LOG, Database, file_of, open_engine
from storage.failure import StorageError
from storage.opening import Storage, open_migrated
from storage.serving import serve_lock
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_deal, a_message


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "baton.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = Database(open_engine(f"sqlite:///{file}"))
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 30_000),
        ("wal_autocheckpoint", LONGEST_LOG),
    ],
)
def test_sqlite_is_set_up_to_lose_nothing(database: Database, pragma: str, value: object) -> None:
    with database.reading() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_writer_takes_the_lock_before_it_reads(database: Database, file: Path) -> None:
    other = sqlite3.connect(file, timeout=0)

    with database.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")

    other.close()


def test_a_reader_keeps_no_writer_waiting(database: Database, file: Path) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE note (said TEXT)")

    with database.reading() as reading, database.writing() as writing:
        assert reading.exec_driver_sql("SELECT count(*) FROM note").scalar() == 0
        writing.exec_driver_sql("INSERT INTO note VALUES ('hello')")
        assert reading.exec_driver_sql("SELECT count(*) FROM note").scalar() == 0


def test_what_was_committed_stands_in_the_file_itself_once_the_log_is_tidied(database: Database, file: Path) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE note (said TEXT)")
    before = file.read_bytes()

    with database.reading():
        database.tidy_log()

    assert b"note" not in before
    assert b"CREATE TABLE note" in file.read_bytes()


def test_the_log_is_tidied_beside_a_writer(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE note (said TEXT)")
        database.tidy_log()


def test_a_database_in_memory_has_no_log() -> None:
    in_memory = Database(open_engine("sqlite://"))

    in_memory.tidy_log()

    in_memory.engine.dispose()


def test_a_database_in_memory_serves_many_threads() -> None:
    storage = open_migrated("sqlite://", ids=numbered_ids())
    here = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id

    def add(number: int) -> None:
        with storage.work(here) as work:
            work.add(a_deal(here, str(number)), [], [a_message(str(number))])
        storage.outbox.waiting(business_now=NOW)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert storage.outbox.waiting(business_now=NOW) == 8
    storage.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("baton.db", "An example: sqlite:///baton.db"),
        ("mysql://host/name", "does not speak to 'mysql'"),
        ("postgresql+asyncpg://host/name", "does not speak to 'postgresql\\+asyncpg'"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_one_that_can(url: str, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence):
        open_engine(url)


@pytest.mark.parametrize("url", ["postgres://host/name", "postgresql://host/name", "postgresql+psycopg://host/name"])
def test_every_spelling_of_postgres_is_understood(url: str) -> None:
    assert open_engine(url).url.drivername == "postgresql+psycopg"


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'baton.db'}"))

    with pytest.raises(StorageError, match="Check DATABASE_URL"), database.reading():
        pass


def test_a_server_that_does_not_answer_is_said_so() -> None:
    database = Database(open_engine("postgresql://baton:secret@127.0.0.1:1/baton"))

    with pytest.raises(StorageError, match="Check DATABASE_URL") as raised, database.reading():
        pass

    assert "secret" not in str(raised.value)


def test_a_fault_inside_a_unit_of_work_is_said_there_too(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])

    with (
        pytest.raises(StorageError, match="nothing of it"),
        storage.work(here) as work,
        pytest.raises(StorageError, match="contradicts"),
    ):
        work.add(a_deal(here, external_id="another"), [], [])


def test_nothing_is_kept_of_a_unit_of_work_that_went_on_after_a_fault(storage: Storage, here: WorkspaceId) -> None:
    def go_on() -> None:
        with storage.work(here) as work:
            work.add(a_deal(here), [], [])
            with suppress(StorageError):
                work.add(a_deal(here, external_id="another"), [], [])

    with pytest.raises(StorageError, match="nothing of it was kept"):
        go_on()

    with storage.work(here) as work:
        assert work.deal_from("erp", "acme") is None


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///baton.db", "baton.db"),
        ("sqlite:////var/baton.db", "/var/baton.db"),
        ("sqlite://", None),
        ("postgresql+psycopg://host/name", None),
    ],
)
def test_the_file_of_an_address_is_known(url: str, path: str | None) -> None:
    assert file_of(url) == path


def test_a_second_process_that_serves_one_file_is_refused(file: Path) -> None:
    url = f"sqlite:///{file}"
    other = f"from storage.serving import serve_lock\nwith serve_lock({url!r}): pass"

    with serve_lock(url):
        refused = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=False)
    assert f"Another Baton already serves {file}. Stop it first" in refused.stderr

    subprocess.run([sys.executable, "-c", other], check=True)


def test_one_process_cannot_serve_a_file_twice_either(file: Path) -> None:
    with (
        serve_lock(f"sqlite:///{file}"),
        pytest.raises(StorageError, match="already serves"),
        serve_lock(f"sqlite:///{file}"),
    ):
        pass


def test_a_lock_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageError, match="Check the folder"),
        serve_lock(f"sqlite:///{tmp_path / 'nowhere' / 'baton.db'}"),
    ):
        pass


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://host/name"])
def test_other_databases_take_as_many_as_come(url: str) -> None:
    with serve_lock(url), serve_lock(url):
        pass
