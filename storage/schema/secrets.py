"""The tables of what must stay secret or happen once: sealed tokens, and the states of installations that were used."""

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
    # Until when (machine time) one process renews it: what renews it works once.
    Column("renewing_until", Moment),
    PrimaryKeyConstraint("workspace_id", "name"),
    of_workspace(),
)

# Which of our states came back already; whose workspace it will be is known only afterwards.
spent_state = Table(
    "spent_state",
    metadata,
    required("digest", Text()),
    required("expires_at", Moment()),
    PrimaryKeyConstraint("digest"),
)
