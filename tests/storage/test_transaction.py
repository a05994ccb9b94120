"""What stands around a transaction: its turn is given back however it ends, and its faults are said in our words."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storage.engine import Database, open_engine
from storage.failure import StorageError, Unusable
from storage.transaction import Transaction, Turn
from storage.troubles import Troubles

HELD = OperationalError("BEGIN", None, Exception("database is locked"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(open_engine(f"sqlite:///{tmp_path / 'baton.db'}"))
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE told (words TEXT)"))
    yield database
    database.engine.dispose()


def told(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT words FROM told")))


def tell(connection: Connection, words: str) -> None:
    connection.execute(text("INSERT INTO told VALUES (:words)"), {"words": words})


@contextmanager
def begun(database: Database, *, fails_to: str) -> Iterator[Connection]:
    """Begin and end as an engine does, and fail to do one of both."""
    if fails_to == "begin":
        raise HELD
    with database.engine.begin() as connection:
        yield connection
    raise HELD


@pytest.mark.parametrize("fails_to", ["begin", "end"])
def test_a_turn_is_given_back_when_it_cannot_begin_or_end(database: Database, fails_to: str) -> None:
    lock, troubles = Lock(), Troubles()
    transaction = Transaction(
        begun(database, fails_to=fails_to),
        turn=Turn(lock, 1),
        presence=database._presence,
        troubles=troubles,
        may_write=True,
    )

    with pytest.raises(Unusable, match="held by another program"), transaction:
        pass

    assert not lock.locked()
    assert "held by another program" in str(troubles.problem())


def test_whoever_waits_too_long_for_a_turn_is_told_and_gets_none(database: Database) -> None:
    lock = Lock()
    lock.acquire()

    with pytest.raises(Unusable, match="has held the database for 0 s"):
        Turn(lock, 0).take()


@pytest.mark.parametrize("leaves", [ValueError("a bug"), KeyboardInterrupt(), SystemExit(1)])
def test_what_leaves_a_transaction_takes_all_of_it_back_and_goes_on(database: Database, leaves: BaseException) -> None:
    def leave() -> None:
        with database.writing() as connection:
            tell(connection, "lost")
            raise leaves

    with pytest.raises(type(leaves)) as raised:
        leave()

    assert raised.value is leaves
    assert told(database) == []
    assert database.troubles.problem() is None


def test_what_the_library_raises_in_a_transaction_leaves_it_in_our_words(database: Database) -> None:
    with pytest.raises(Unusable) as raised, database.writing():
        raise HELD

    assert raised.value.__cause__ is HELD
    assert "held by another program" in str(database.troubles.problem())
    assert not isinstance(raised.value, SQLAlchemyError)


def test_trouble_that_the_program_raises_itself_is_noted_and_is_still_the_same(database: Database) -> None:
    trouble = Unusable("The database is on the moon.")

    with pytest.raises(Unusable) as raised, database.reading():
        raise trouble

    assert raised.value is trouble
    assert database.troubles.problem() == "The database is on the moon."


def test_a_reader_may_meet_a_fault_and_the_next_writer_is_not_blamed(database: Database) -> None:
    with database.reading() as connection, suppress(StorageError):
        connection.execute(text("SELECT nothing FROM nowhere"))

    with database.writing() as connection:
        tell(connection, "kept")

    assert told(database) == ["kept"]


def test_transactions_can_be_begun_one_after_the_other(database: Database) -> None:
    for words in ("one", "two"):
        with database.writing() as connection:
            tell(connection, words)

    assert told(database) == ["one", "two"]
