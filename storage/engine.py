"""Open a database, SQLite or PostgreSQL, so that transactions mean the same on both."""

import copy
import sqlite3
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from storage.failure import StorageError, translate_errors_of, translated
from storage.presence import Presence
from storage.transaction import Transaction, Turn
from storage.troubles import Troubles

BUSY_SECONDS = 30
PROMPT_SECONDS = 2
"""How long is waited where a person waits too: Slack gives them an answer or an error after three seconds."""
LONGEST_LOG = 10_000
"""Pages, of 4 KiB mostly, after which a commit brings SQLite's log into its file by itself.

Whose commit that falls to waits for the disk twice more, and by SQLite's own thousand pages it fell to every fiftieth
press. The clock does it every few seconds, beside whoever writes; this is for programs without one, like an import.
"""
# A process that is stopped in the middle of a transaction must not hold its locks: the server ends it. And a server
# may be set to answer before a commit is safe; people are told that it is.
_POSTGRES_TIMEOUTS = (
    "-c statement_timeout=30000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=15000"
    " -c synchronous_commit=on -c application_name=baton"
)


def open_engine(url: str) -> Engine:
    """Return an engine for ``sqlite:///file``, ``sqlite://`` (in memory) or ``postgresql+psycopg://…``."""
    parsed = _parsed(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
    translate_errors_of(engine)
    return engine


def file_of(url: str | URL) -> str | None:
    """Return the path of the SQLite file that a database address names; None when it names no file."""
    parsed = _parsed(url) if isinstance(url, str) else url
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return parsed.database


def set_busy_seconds(connection: Connection, seconds: int) -> None:
    """Let this connection to SQLite wait so long for whoever writes. Call it before a transaction begins."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={seconds * 1000}")
    cursor.close()


class Database:
    """An engine with the one lock that keeps SQLite's writers in this process from waking each other in vain.

    Writers take the lock before a connection, so that at most one stands before SQLite's own lock, which is not fair.
    A database in memory has one connection, so its readers queue as well.
    """

    def __init__(self, engine: Engine) -> None:
        is_sqlite = engine.dialect.name == "sqlite"
        self.engine = engine
        self._writer = engine
        self._reader = engine.execution_options(is_reading=True)
        self.troubles = Troubles()
        self._presence = Presence(file_of(engine.url) if is_sqlite else None)
        self._busy_seconds = BUSY_SECONDS
        self._lock = Lock()
        self._writers_queue = is_sqlite
        self._readers_queue = is_sqlite and isinstance(engine.pool, StaticPool)

    def prompt(self) -> "Database":
        """Return the same database for those who cannot wait: they hear soon that somebody else holds it."""
        prompt = copy.copy(self)
        prompt._busy_seconds = PROMPT_SECONDS  # noqa: SLF001 - its own copy
        prompt._writer = self.engine.execution_options(busy_seconds=PROMPT_SECONDS)  # noqa: SLF001
        prompt._reader = self.engine.execution_options(is_reading=True, busy_seconds=PROMPT_SECONDS)  # noqa: SLF001
        return prompt

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a transaction that may write; leaving it commits, an exception rolls back."""
        return self._transaction(self._begun(), may_write=True, queues=self._writers_queue)

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a transaction that only reads, beside any writer."""
        return self._transaction(self._begun(is_reading=True), may_write=False, queues=self._readers_queue)

    def tidy_log(self) -> None:
        """Bring what was committed from SQLite's log into its file, beside whoever reads and writes.

        PostgreSQL does so by itself, and what is in memory has no log.
        """
        if not self._writers_queue or self._readers_queue:
            return
        # A new connection to a file that is gone would begin an empty one.
        self._presence.check()
        connection = self.engine.raw_connection()
        try:
            # Passive: it takes what it can, and waits for nobody. What is left has its turn with the next look.
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as fault:
            raise translated(OperationalError("wal_checkpoint", None, fault)) from fault
        finally:
            connection.close()

    def _transaction(
        self, begun: AbstractContextManager[Connection], *, may_write: bool, queues: bool
    ) -> AbstractContextManager[Connection]:
        return Transaction(
            begun,
            turn=Turn(self._lock, self._busy_seconds) if queues else None,
            presence=self._presence,
            troubles=self.troubles,
            may_write=may_write,
        )

    def _begun(self, *, is_reading: bool = False) -> AbstractContextManager[Connection]:
        return (self._reader if is_reading else self._writer).begin()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError("DATABASE_URL is no database address. An example: sqlite:///baton.db") from error
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise StorageError(
            f"Baton does not speak to {parsed.drivername!r}. Use sqlite:///FILE or postgresql+psycopg://HOST/NAME"
        )
    return parsed


def _sqlite(url: URL) -> Engine:
    if url.database in {None, "", ":memory:"}:
        options: dict[str, Any] = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        options = {"pool_size": 8, "max_overflow": -1}
    engine = create_engine(url, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, record: object) -> None:  # noqa: ARG001 - the event's signature
    # Transactions are begun by our own statement: the driver would begin them late, and a late begin that turns into
    # a writer fails at once instead of waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL: with NORMAL, WAL may lose the last commits together with the power, after people were answered.
    wanted = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"wal_autocheckpoint={LONGEST_LOG}")
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", *wanted):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    is_reading, seconds = options.get("is_reading", False), options.get("busy_seconds", BUSY_SECONDS)
    if seconds != connection.info.get("busy_seconds", BUSY_SECONDS):
        set_busy_seconds(connection, seconds)
        connection.info["busy_seconds"] = seconds
    begin = "BEGIN" if is_reading else "BEGIN IMMEDIATE"
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        # Past SQLAlchemy's own ways: a third of what a short transaction cost went into this word.
        driver.execute(begin)
    except sqlite3.Error as fault:
        raise translated(OperationalError(begin, None, fault)) from fault


def _postgres(url: URL) -> Engine:
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            # A server that was started again leaves dead connections behind, found here before work hangs on one.
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            # What must not race is locked, or compared and set; stricter levels would only fail more often.
            isolation_level="READ COMMITTED",
            connect_args={"options": _POSTGRES_TIMEOUTS, "connect_timeout": 10},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StorageError("PostgreSQL needs its driver. Install it: pip install 'baton[postgres]'") from error
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _begin_postgres(connection: Connection) -> None:
    seconds = connection.get_execution_options().get("busy_seconds")
    if seconds is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{seconds}s'")
