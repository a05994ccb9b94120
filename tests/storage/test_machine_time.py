"""All replicas on a PostgreSQL read one clock, its own; a SQLite file is served by one machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from storage.engine import Database, open_engine
from storage.failure import StorageError
from storage.machine_time import FRESH, LONGEST_TRIP, STALE, MachineTime

LOCAL = datetime(2001, 1, 1, tzinfo=UTC)


class Stopwatch:
    """A monotonic clock that runs when the test says so; ``trip`` is what each question takes."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.trip = 0.0
        self.asked = 0

    def __call__(self) -> float:
        return self.at

    def question(self, *_: object) -> None:
        self.asked += 1
        self.at += self.trip


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def database(postgres_url: str, watch: Stopwatch) -> Iterator[Database]:
    opened = Database(open_engine(postgres_url))
    opened.engine.connect().close()
    event.listen(opened.engine, "before_cursor_execute", watch.question)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def clock(database: Database, watch: Stopwatch) -> MachineTime:
    return MachineTime(database, monotonic=watch, local=lambda: LOCAL)


def cut_off(database: Database) -> None:
    """Let no question reach the database any more."""

    def refuse(*_: object) -> None:
        raise psycopg.OperationalError("connection refused")

    event.listen(database.engine, "do_connect", refuse)
    database.engine.dispose()


def test_beside_a_file_it_is_this_machines_time(tmp_path: Path, watch: Stopwatch) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path / 'baton.db'}"))

    assert MachineTime(database, monotonic=watch, local=lambda: LOCAL)() == LOCAL
    database.engine.dispose()


@pytest.mark.postgres
def test_it_is_the_databases_time_whatever_this_machine_believes(clock: MachineTime, database: Database) -> None:
    with database.reading() as connection:
        there = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()

    assert abs(clock() - there) < timedelta(seconds=30)
    assert clock().tzinfo is UTC


@pytest.mark.postgres
def test_a_reading_is_carried_on_and_renewed_after_a_while(clock: MachineTime, watch: Stopwatch) -> None:
    first = clock()
    watch.at += FRESH
    assert clock() - first == timedelta(seconds=FRESH)
    assert watch.asked == 1

    watch.at += 0.1
    clock()
    assert watch.asked == 2


@pytest.mark.postgres
def test_two_replicas_agree_though_their_own_clocks_do_not(database: Database) -> None:
    ahead = MachineTime(database, monotonic=lambda: 5_000_000.0, local=lambda: LOCAL)
    behind = MachineTime(database, monotonic=lambda: 7.0, local=lambda: LOCAL + timedelta(days=9))

    assert abs(ahead() - behind()) < timedelta(seconds=30)


@pytest.mark.postgres
def test_a_database_that_is_away_for_a_moment_stops_nobody(
    clock: MachineTime, watch: Stopwatch, database: Database
) -> None:
    first = clock()
    cut_off(database)

    watch.at += STALE
    assert clock() - first == timedelta(seconds=STALE)

    watch.at += 0.1
    with pytest.raises(StorageError):
        clock()


@pytest.mark.postgres
def test_an_answer_that_took_long_is_not_believed_while_a_better_one_is_there(
    clock: MachineTime, watch: Stopwatch
) -> None:
    first = clock()
    watch.at += FRESH + 1
    watch.trip = LONGEST_TRIP * 2

    assert clock() - first == timedelta(seconds=FRESH + 1 + watch.trip)


@pytest.mark.postgres
def test_the_first_answer_is_taken_however_long_it_took(clock: MachineTime, watch: Stopwatch) -> None:
    watch.trip = LONGEST_TRIP * 2

    assert clock().year >= 2026
