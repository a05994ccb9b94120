"""Copy everything Baton remembers into one file while it runs; the file fits either database."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from storage.columns import EPOCH, micros
from storage.engine import open_engine
from storage.failure import StorageError, faults_translated
from storage.keeping.tables import copy_all
from storage.migrations import current, is_known, upgrade

_OURS_ALONE = 0o600
_FILE_HEADER = b"SQLite format 3\x00"
_NOTE = "CREATE TABLE backup_note (taken_at INTEGER NOT NULL, revision TEXT NOT NULL)"


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that holds a whole database as it stood at ``taken_at`` (business time) or a moment later."""

    file: Path
    taken_at: datetime
    revision: str
    deals: int


def back_up(engine: Engine, file: Path, *, now: datetime) -> Backup:
    """Write a backup beside everybody who reads and writes; the file appears whole or not at all.

    Raise StorageError when there is nothing to keep, when the file is there already, or when it cannot be written.
    """
    revision = current(engine)
    if revision is None or not is_known(revision):
        raise StorageError(
            "This version of Baton does not know the database's tables, so it cannot copy them. Run the version that "
            "made them, or `python app.py migrate` where there are none yet."
        )
    if file.exists():
        raise StorageError(f"{file} is there already. A backup never writes over a file: choose another name.")
    with _written(file) as part:
        if engine.dialect.name == "sqlite":
            _vacuum(engine, part)
        else:
            _copy(engine, part, revision)
        _note(part, now, revision)
        found = read_backup(part)
    return Backup(file, found.taken_at, found.revision, found.deals)


def read_backup(file: Path) -> Backup:
    """Look whether a file is a whole backup that this version can restore; raise StorageError if not."""
    try:
        with file.open("rb") as start:
            is_database = start.read(len(_FILE_HEADER)) == _FILE_HEADER
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror}.") from error
    if not is_database:
        raise StorageError(f"{file} is no backup of Baton. Give a file that `python app.py backup FILE` wrote.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _read(file, connection)
    except sqlite3.Error as error:
        raise StorageError(f"{file} is damaged or no backup of Baton: {error}. Take another backup.") from error


def _read(file: Path, connection: sqlite3.Connection) -> Backup:
    # A disk that lost a page gives it back as something else: better to hear of it before the old data is gone.
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
    faults += [f"a row of {row[0]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")][:3]
    if faults:
        raise StorageError(f"{file} is damaged: {'; '.join(faults)}. Take another backup.")
    taken_at, revision = connection.execute("SELECT taken_at, revision FROM backup_note").fetchone()
    if not is_known(revision):
        raise StorageError(f"{file} was written by a newer Baton (revision {revision}). Run that version, or newer.")
    deals = connection.execute("SELECT count(*) FROM deal").fetchone()[0]
    return Backup(file, EPOCH + timedelta(microseconds=taken_at), revision, deals)


@contextmanager
def _written(file: Path) -> Iterator[Path]:
    """Give the name of a file that becomes ``file`` when all went well, and is gone when it did not."""
    part = file.with_name(f"{file.name}.part")
    try:
        # Left by one that was killed. People's names and words stand in it: only whoever runs Baton may read them.
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OURS_ALONE))
        yield part
        sync(part)
        part.rename(file)
        sync(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"The backup {file} could not be written: {getattr(error, 'strerror', None) or error}. Nothing of it was "
            "kept. Check the folder, and that its disk has room."
        ) from error
    finally:
        for each in (part, Path(f"{part}-wal"), Path(f"{part}-shm"), Path(f"{part}-journal")):
            each.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _vacuum(engine: Engine, part: Path) -> None:
    # One statement and one snapshot: writers go on meanwhile, which a copy of the bare file would not survive.
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()


def _copy(engine: Engine, part: Path, revision: str) -> None:
    """Copy PostgreSQL's rows as one snapshot sees them; no other program needs to be installed for it."""
    target = open_engine(f"sqlite:///{part}")
    try:
        upgrade(target, revision)
        with (
            faults_translated(),
            engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as source,
            target.begin() as connection,
        ):
            # A batch that a slow disk takes long to write keeps the snapshot waiting, and that is no reason to end.
            source.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            copy_all(source, connection)
    finally:
        target.dispose()


def _note(part: Path, now: datetime, revision: str) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        # The copy keeps no second file beside it, so that it can be moved alone.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(_NOTE)
        connection.execute("INSERT INTO backup_note VALUES (?, ?)", (micros(now - EPOCH), revision))
