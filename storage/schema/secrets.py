"""The table of what must stay secret: sealed before it is written, opened only where it is used."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from storage.columns import Moment
from storage.schema.parts import metadata, of_workspace, required, workspace_id

# A table of its own: no ordinary look at a workspace loads a token, sealed or not.
secret = Table(
    "secret",
    metadata,
    workspace_id(),
    required("name", Text()),
    required("sealed", Text()),
    Column("expires_at", Moment),
    PrimaryKeyConstraint("workspace_id", "name"),
    of_workspace(),
)
