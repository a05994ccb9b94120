"""Machine time that all replicas share: the database's own on PostgreSQL, this machine's beside a SQLite file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import text

from storage.engine import Database
from storage.failure import StorageError

FRESH = 10.0
"""Seconds for which a reading is carried on: two quartz clocks part by less than a millisecond in that time."""
STALE = 300.0
"""Seconds for which it is carried on when the database does not answer; after that nobody's lease can be judged."""
LONGEST_TRIP = 1.0
"""A reading that took longer may be off by half of it, and an older one is better."""


class MachineTime:
    """Call it for the time. Shared between threads.

    Leases are compared between replicas: with clocks of their own, one that is a minute ahead would take rows that
    another one is still sending. ``monotonic`` carries a reading on, so that a clock that is set does no harm.
    """

    def __init__(self, database: Database, *, monotonic: Callable[[], float], local: Callable[[], datetime]) -> None:
        self._database = database
        self._monotonic = monotonic
        self._local = local
        self._is_shared = database.engine.dialect.name == "postgresql"
        self._lock = Lock()
        self._read: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """Return the time, aware and UTC; raise StorageError when the database has not told it for minutes."""
        if not self._is_shared:
            return self._local()
        with self._lock:
            read = self._read = self._reading(self._monotonic())
        moment, at = read
        return moment + timedelta(seconds=self._monotonic() - at)

    def _reading(self, now: float) -> tuple[datetime, float]:
        read = self._read
        if read and now - read[1] <= FRESH:
            return read
        try:
            fresh = self._ask()
        except StorageError:
            if read is None or now - read[1] > STALE:
                raise
            return read
        is_slow = self._monotonic() - now > LONGEST_TRIP
        return read if read and is_slow and now - read[1] <= STALE else fresh

    def _ask(self) -> tuple[datetime, float]:
        with self._database.reading() as connection:
            before = self._monotonic()
            # Not now(): that is when the transaction began.
            told = connection.scalar(text("SELECT clock_timestamp()"))
            after = self._monotonic()
        assert isinstance(told, datetime)
        return told.astimezone(UTC), (before + after) / 2
