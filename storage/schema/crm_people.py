"""The tables of the people whom other systems name: whom admins chose for them, and which deals wait for whom."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, Text, Uuid

from storage.columns import Moment, Words
from storage.schema.parts import metadata, of_deal, of_workspace, required, workspace_id

crm_person = Table(
    "crm_person",
    metadata,
    workspace_id(),
    required("source", Text()),
    required("key", Words()),
    required("said", Words()),
    required("seen_at", Moment()),
    Column("user", Text),
    required("is_stand_in", Boolean()),
    PrimaryKeyConstraint("workspace_id", "source", "key"),
    of_workspace(),
)

# Which part of which deal waits for one of them; a row goes when the deal has somebody.
crm_missing = Table(
    "crm_missing",
    metadata,
    workspace_id(),
    required("deal_id", Uuid()),
    required("part", Text()),
    # The key of the line by which the deal asks for them: once that has ended, nobody waits any more.
    required("line", Text()),
    required("source", Text()),
    required("key", Words()),
    PrimaryKeyConstraint("workspace_id", "deal_id", "part"),
    of_deal(),
    ForeignKeyConstraint(
        ["workspace_id", "source", "key"], ["crm_person.workspace_id", "crm_person.source", "crm_person.key"]
    ),
)
Index("ix_crm_missing_person", crm_missing.c.workspace_id, crm_missing.c.source, crm_missing.c.key)
