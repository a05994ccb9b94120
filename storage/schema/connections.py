"""The table of the systems that may tell of deals, each with its sealed secrets."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text, UniqueConstraint, Uuid

from bot.connected import Unheard
from storage.columns import Moment, Word
from storage.schema.parts import metadata, of_workspace, required, workspace_id

crm_connection = Table(
    "crm_connection",
    metadata,
    workspace_id(),
    required("id", Uuid()),
    required("source", Text()),
    required("made_by", Text()),
    required("sealed", Text()),
    required("secret_at", Moment()),
    # The secret before this one, good until then.
    Column("sealed_before", Text),
    Column("old_until", Moment),
    Column("heard_at", Moment),
    Column("refused_at", Moment),
    Column("refused_why", Word(Unheard)),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "source"),
    of_workspace(),
)
# By it alone a request that comes in finds its workspace.
Index("ix_crm_connection_id", crm_connection.c.id, unique=True)
