"""The tables of what must outlive a loss: messages seen in Slack after a restore, and who was erased."""

from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, Table, Text, true

from storage.columns import Moment
from storage.schema.parts import metadata, of_workspace, required, workspace_id

sighting = Table(
    "sighting",
    metadata,
    workspace_id(),
    required("mark", Text()),
    required("channel_id", Text()),
    required("ts", Text()),
    # Of what was seen before this was asked it is not known, and a line's moment is the safe one to take.
    Column("is_line", Boolean, nullable=False, server_default=true()),
    PrimaryKeyConstraint("workspace_id", "mark"),
    of_workspace(),
)

looked_back = Table(
    "looked_back",
    metadata,
    workspace_id(),
    required("channel_id", Text()),
    # The timestamp down to which the channel was read; none: all of it.
    Column("reached", Text),
    PrimaryKeyConstraint("workspace_id", "channel_id"),
    of_workspace(),
)

erased = Table(
    "erased",
    metadata,
    workspace_id(),
    # A keyed digest of the id: enough to know the person when Slack lists them again, not enough to name them.
    required("digest", Text()),
    required("alias", Text()),
    required("erased_at", Moment()),
    PrimaryKeyConstraint("workspace_id", "digest"),
    of_workspace(),
)
