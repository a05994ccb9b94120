"""What has kept the database from being used lately: told in the log once, and on the readiness page while it lasts."""

import logging
from threading import Lock

from storage.failure import Unusable

log = logging.getLogger(__name__)

CALM_LOOKS = 3
"""How many looks must find nothing before it is over: on a full disk small changes may succeed between large ones."""


class Troubles:
    """Shared between threads: every one of them meets the same trouble, and the operator reads of it once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standing: str | None = None
        self._told: set[str] = set()
        self._calm = 0
        self._has_worked = False

    def problem(self) -> str | None:
        """Return the sentence about what stands in the way."""
        return self._standing

    def worked(self) -> None:
        """Note that a transaction which may write went through."""
        self._has_worked = True

    def looked(self) -> None:
        """Count one more look at everything. Nothing is asked of the database: couriers try it every second."""
        with self._lock:
            # Without a transaction since, nobody has tried: all of them may wait for whoever holds the database.
            self._calm += self._has_worked
            if self._standing is None or self._calm < CALM_LOOKS:
                return
            self._standing = None
            self._told.clear()
        log.warning("The database can be used again, and the work goes on.")

    def note(self, trouble: Unusable) -> None:
        """Note what makes the database unusable."""
        with self._lock:
            self._calm, self._has_worked = 0, False
            self._standing = str(trouble)
            # The database's own words may differ each time, by a port or a number: the cause is told once.
            is_new = trouble.cause not in self._told
            self._told.add(trouble.cause)
        if is_new:
            log.error("%s", trouble)
