"""Backing up and restoring take as long as there are rows, and whoever writes meanwhile does not wait for either."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import text

from storage.keeping.backup import back_up
from storage.keeping.restore import restore
from storage.keeping.tables import tables_in
from storage.opening import Storage
from tests.benchmarks.measuring import once, tell
from tests.bot.making import NOW
from tests.storage.rows import fill

FEW, MANY = 200, 5_000
MOST_TIMES_SLOWER = 2 * MANY / FEW
"""Twice as long for each row is what pages that went cold may cost; reading all for each row would cost hundreds."""
LONGEST_WAIT = 1_000.0
"""Milliseconds: a person whose press waits for a backup still gets their answer within Slack's three seconds."""

Open = Callable[[], Storage]


def filled(open_one: Open, each: int) -> Storage:
    """Open a database with so many rows in each of its tables."""
    storage = open_one()
    with storage.engine.begin() as connection:
        fill(connection, each)
    return storage


def address(storage: Storage) -> str:
    return storage.engine.url.render_as_string(hide_password=False)


def keep(storage: Storage, file: Path) -> None:
    back_up(storage.engine, file, now=NOW)


def put_back(storage: Storage, file: Path) -> None:
    # Nobody may use the database meanwhile, not even this one.
    storage.close()
    restore(address(storage), file, replace=True, now=NOW, machine=NOW)


@contextmanager
def writing(storage: Storage) -> Iterator[list[float]]:
    """Write all the while that the block lasts; give the milliseconds that each write took."""
    is_over, waits = Event(), list[float]()

    def write() -> None:
        with storage.database.writing() as connection:
            connection.execute(text("UPDATE inbox SET outcome = outcome WHERE key = (SELECT min(key) FROM inbox)"))

    def go_on() -> None:
        while not is_over.is_set():
            waits.append(once(write))

    writer = Thread(target=go_on)
    writer.start()
    try:
        yield waits
    finally:
        is_over.set()
        writer.join()


def test_keeping_takes_as_long_as_there_are_rows(kind: str, open_one: Open, tmp_path: Path) -> None:
    small, large = filled(open_one, FEW), filled(open_one, MANY)
    with large.engine.connect() as connection:
        rows = MANY * len(tables_in(connection))

    # The first time opens connections and reads scripts: that is no part of what grows.
    keep(small, tmp_path / "first.db")
    little, much = tmp_path / "little.db", tmp_path / "much.db"
    few, many = once(partial(keep, small, little)), once(partial(keep, large, much))
    back_few, back_many = once(partial(put_back, small, little)), once(partial(put_back, large, much))

    megabytes = much.stat().st_size / 1e6
    tell(f"backing up {rows:,} rows, {megabytes:.0f} MB, {kind}", f"{many / 1000:.1f} s")
    tell(f"restoring them, {kind}", f"{back_many / 1000:.1f} s")
    assert many < few * MOST_TIMES_SLOWER
    assert back_many < back_few * MOST_TIMES_SLOWER


def test_whoever_writes_while_a_backup_is_made_does_not_wait_for_it(kind: str, open_one: Open, tmp_path: Path) -> None:
    storage = filled(open_one, MANY)

    with writing(storage) as waits:
        taken = once(partial(keep, storage, tmp_path / "backup.db"))

    tell(
        f"writing while a backup of {taken / 1000:.1f} s is made, {kind}",
        f"{len(waits)} writes",
        f"the longest took {max(waits):.0f} ms",
    )
    assert len(waits) > 1
    assert max(waits) < LONGEST_WAIT
