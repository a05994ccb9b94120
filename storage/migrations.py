"""Bring the tables of a database up to date or back, and tell how far they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.engine import BUSY_SECONDS, set_busy_seconds
from storage.failure import StorageError, faults_translated
from storage.schema.boxes import outbox
from storage.schema.connections import crm_connection
from storage.schema.crm_people import crm_person
from storage.schema.deals import deal
from storage.schema.keeping import sighting
from storage.schema.secrets import secret
from storage.schema.workspaces import workspace

_SCRIPTS = Path(__file__).parent / "revisions"
_ONE_AT_A_TIME = 8_213_504_117
"""The number of the lock under which replicas that start together migrate one after the other."""
_PATIENCE = 3600
"""Seconds to wait for another process that migrates: copying a large table takes longer than any other transaction."""

metadata = deal.metadata
assert workspace.metadata is outbox.metadata is sighting.metadata is secret.metadata is metadata
assert crm_connection.metadata is crm_person.metadata is metadata


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to a revision, in one transaction. Doing it again changes nothing.

    Raise StorageError when a newer version of the program has moved them further than this one knows.
    """
    # Most starts find nothing to do, and need not wait for anybody who writes.
    if revision == "head" and current(engine) == newest():
        return
    _move(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to an earlier revision, in one transaction. What only newer ones hold is lost."""
    _move(engine, command.downgrade, revision)


def current(engine: Engine) -> str | None:
    """Return the revision that the tables stand at; None: there are none yet."""
    with faults_translated(), engine.execution_options(is_reading=True).begin() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str:
    """Return the revision that this version of the program needs."""
    head = _script().get_current_head()
    assert head is not None
    return head


def is_known(revision: str | None) -> bool:
    """Tell whether this version of the program has heard of a revision; None, no tables, is known to all."""
    return revision is None or revision in known_revisions()


@cache
def known_revisions() -> frozenset[str]:
    """Return every revision that this version of the program has heard of."""
    return frozenset(each.revision for each in _script().walk_revisions())


def check(engine: Engine) -> list[Any]:
    """Return the differences between the database's tables and the program's, empty when they agree."""
    with faults_translated(), engine.execution_options(is_reading=True).begin() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _move(engine: Engine, move: Callable[[Config, str], None], revision: str) -> None:
    with faults_translated(), _alone(engine) as connection:
        # Asked under the lock: whoever held it before may have been a newer version.
        found = MigrationContext.configure(connection).get_current_revision()
        if not is_known(found):
            raise StorageError(
                f"A newer Baton moved the database to revision {found}; this one knows revisions up to {newest()}. "
                "Run the newer version, or restore a backup from before its upgrade."
            )
        move(_config(connection), revision)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Give a transaction while no other process migrates, however long those before us take."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            set_busy_seconds(connection, _PATIENCE)
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    _wait_for_turn(connection)
                yield connection
        finally:
            if connection.dialect.name == "sqlite":
                set_busy_seconds(connection, BUSY_SECONDS)


def _wait_for_turn(connection: Connection) -> None:
    kept = connection.scalar(text("SHOW lock_timeout"))
    # Neither the wait nor a long copy may end as a statement that took too long.
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
    # A change of a table that waits for a reader makes all who come after wait as well: that wait stays short.
    connection.execute(text("SELECT set_config('lock_timeout', :kept, true)"), {"kept": kept})


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(_SCRIPTS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
