"""Tell an old version of the program that a newer one has moved the tables on, so that it takes up nothing more."""

import logging

from sqlalchemy import Connection, column, inspect, select, table

from storage.migrations import known_revisions
from storage.prepared import Prepared

log = logging.getLogger(__name__)

TABLE = "alembic_version"
_STANDS_AT = Prepared(select(column("version_num")).select_from(table(TABLE)))


class Standing:
    """Whether this version may still decide and deliver. Asked in the transaction that would take something up.

    Rows that it holds already are delivered: what a newer version adds to the tables is additions, for one release.
    """

    def __init__(self) -> None:
        self._is_versioned: bool | None = None
        self._is_told = False

    def is_outdated(self, connection: Connection) -> bool:
        """Tell whether the tables stand at a revision that this version has never heard of."""
        if self._is_versioned is None:
            self._is_versioned = inspect(connection).has_table(TABLE)
        if not self._is_versioned:
            return False
        stands_at = _STANDS_AT.on(connection, {}).scalar()
        is_outdated = stands_at is not None and stands_at not in known_revisions()
        if is_outdated and not self._is_told:
            log.warning("A newer Baton moved the tables to revision %s: this one stands down. Stop it.", stands_at)
        self._is_told = is_outdated
        return is_outdated
