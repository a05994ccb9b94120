"""Bring the tables of a database up to date, and tell how far they are."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.failure import faults_translated
from storage.schema.boxes import outbox
from storage.schema.deals import deal
from storage.schema.workspaces import workspace

_SCRIPTS = Path(__file__).parent / "revisions"
_ONE_AT_A_TIME = 8_213_504_117
"""The number of the lock under which replicas that start together migrate one after the other."""

metadata = deal.metadata
assert workspace.metadata is outbox.metadata is metadata


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to a revision, in one transaction. Doing it again changes nothing."""
    with faults_translated(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
        command.upgrade(_config(connection), revision)


def current(engine: Engine) -> str | None:
    """Return the revision that the tables stand at; None: there are none yet."""
    with faults_translated(), engine.execution_options(is_reading=True).begin() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """Return the revision that this version of the program needs."""
    head = ScriptDirectory(str(_SCRIPTS)).get_current_head()
    assert head is not None
    return head


def check(engine: Engine) -> list[Any]:
    """Return the differences between the database's tables and the program's, empty when they agree."""
    with faults_translated(), engine.execution_options(is_reading=True).begin() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
