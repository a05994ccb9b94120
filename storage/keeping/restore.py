"""Put a backup in a database's place, so that nothing is sent again that Slack has had since."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, func, select, text

from storage.engine import file_of, open_engine
from storage.failure import StorageError, faults_translated
from storage.keeping.backup import Backup, read_backup, sync
from storage.keeping.losses import mark_lost
from storage.keeping.tables import copy_all, empty_all
from storage.migrations import upgrade
from storage.schema.deals import deal
from storage.serving import serve_lock

log = logging.getLogger(__name__)

_BESIDE = ("-wal", "-shm", "-journal")
_LOOKS_FOR_OTHERS = 12
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name = current_setting('application_name')"
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where the database that stood there is kept; None: there is no file of it."""

    backup: Backup
    kept: Path | None


def restore(url: str, file: Path, *, replace: bool, now: datetime, machine: datetime) -> Restored:
    """Let a database hold what a backup holds, whichever kind either is; killed at any moment it is the old or the new.

    Afterwards every workspace looks back into Slack before it sends anything. Raise StorageError when the file is no
    whole backup, when Baton is running, or when deals would be lost and ``replace`` does not say that they may.
    """
    backup = read_backup(file)
    target = file_of(url)
    if target is not None:
        return Restored(backup, _into_file(url, Path(target), backup, replace=replace, now=now, machine=machine))
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        raise StorageError("A database in memory is gone with its process. Set DATABASE_URL to one that stays.")
    try:
        _into_server(engine, backup, replace=replace, now=now, machine=machine)
    finally:
        engine.dispose()
    return Restored(backup, None)


def _into_file(
    url: str, target: Path, backup: Backup, *, replace: bool, now: datetime, machine: datetime
) -> Path | None:
    with serve_lock(url), _copy_beside(target, backup) as fresh:
        _prepare(fresh, backup, now=now, machine=machine)
        if not target.exists():
            fresh.rename(target)
            sync(target.parent)
            return None
        deals = _deals_in_file(target)
        _ask_first(deals, replace=replace)
        kept = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%SZ}")
        _put_aside(target, kept)
        # One step for everybody who looks: before it the old database stands here, after it the new one.
        fresh.replace(target)
        sync(target.parent)
        return kept


@contextmanager
def _copy_beside(target: Path, backup: Backup) -> Iterator[Path]:
    """Give a copy of the backup in the target's own folder, from where it can take its place in one step."""
    fresh = target.with_name(f"{target.name}.restoring")
    try:
        _clear(fresh)
        shutil.copyfile(backup.file, fresh)
        fresh.chmod(0o600)
        yield fresh
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"{backup.file} could not be put in place of {target}: {getattr(error, 'strerror', None) or error}. "
            "Nothing was changed. Check the folder, and that its disk has room."
        ) from error
    finally:
        _clear(fresh)


def _clear(file: Path) -> None:
    for each in (file, *_beside(file)):
        each.unlink(missing_ok=True)


def _beside(file: Path) -> list[Path]:
    return [Path(f"{file}{ending}") for ending in _BESIDE]


def _prepare(fresh: Path, backup: Backup, *, now: datetime, machine: datetime) -> None:
    """Bring a copy of a backup up to date, and have it look back before it sends."""
    engine = open_engine(f"sqlite:///{fresh}")
    try:
        upgrade(engine)
        with faults_translated(), engine.begin() as connection:
            connection.execute(text("DROP TABLE backup_note"))
            mark_lost(connection, since=backup.taken_at, now=now, machine=machine)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        # All of it into the one file: what is renamed must not leave a half behind.
        connection.execute("PRAGMA journal_mode=DELETE")
    sync(fresh)


def _put_aside(target: Path, kept: Path) -> None:
    """Keep the old database under another name, and take away what SQLite would mix into a new one in its place."""
    _end_journal(target)
    # A database that is damaged beyond that keeps its journal, under the name that still fits it.
    for each in _beside(target):
        if each.exists():
            each.rename(f"{kept}{str(each).removeprefix(str(target))}")
    # Whoever was killed right after this step finds it done.
    if not (kept.exists() and kept.samefile(target)):
        try:
            kept.hardlink_to(target)
        except OSError:
            shutil.copyfile(target, kept)
    kept.chmod(0o600)
    sync(target.parent)


def _end_journal(target: Path) -> None:
    try:
        with closing(sqlite3.connect(target, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StorageError(f"{target} is in use by another program. Stop it, then restore.") from error
    except sqlite3.DatabaseError:
        log.warning("%s cannot be read any more; it is kept as it is", target)


def _deals_in_file(target: Path) -> int:
    """Count the deals in a database; one that cannot be read has none to lose, and is kept anyway."""
    try:
        with closing(sqlite3.connect(target, timeout=0)) as connection:
            return int(connection.execute("SELECT count(*) FROM deal").fetchone()[0])
    except sqlite3.Error:
        return 0


def _into_server(engine: Engine, backup: Backup, *, replace: bool, now: datetime, machine: datetime) -> None:
    upgrade(engine)
    # Its connections must not be taken for somebody else's.
    engine.dispose()
    with TemporaryDirectory(prefix="baton-restore-") as folder:
        fresh = Path(folder) / "fresh.db"
        shutil.copyfile(backup.file, fresh)
        _prepare(fresh, backup, now=now, machine=machine)
        source = open_engine(f"sqlite:///{fresh}")
        try:
            with faults_translated(), source.connect() as rows, engine.begin() as connection:
                _take_over(connection)
                _ask_first(connection.scalar(select(func.count()).select_from(deal)) or 0, replace=replace)
                empty_all(connection)
                copy_all(rows, connection)
        finally:
            source.dispose()


def _take_over(connection: Connection) -> None:
    """Let nobody else read or write until all is in place; a replica that runs would go on from what it remembers."""
    others = _others(connection)
    for _ in range(_LOOKS_FOR_OTHERS):
        if not others:
            break
        # A process that was stopped just now is still taking its leave.
        connection.execute(text("SELECT pg_sleep(0.25)"))
        others = _others(connection)
    if others:
        raise StorageError(
            f"Baton still uses the database: {others} open connections. Stop every process, then restore."
        )
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    connection.execute(text("LOCK TABLE workspace, deal, inbox, outbox IN ACCESS EXCLUSIVE MODE"))


def _others(connection: Connection) -> int:
    # What a transaction has once seen of the others it sees again, unless told to look anew.
    connection.execute(text("SELECT pg_stat_clear_snapshot()"))
    return connection.scalar(text(_OTHERS)) or 0


def _ask_first(deals: int, *, replace: bool) -> None:
    if deals and not replace:
        raise StorageError(
            f"The database holds {deals} deals, which the backup would replace. Back it up first, then restore with "
            "--replace."
        )
