"""The tables of what comes in and what goes out."""

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from bot.outgoing import DigestFacts, Kind
from bot.ports import RowState
from storage.columns import Json, Moment, Word, Words
from storage.schema.parts import metadata, of_workspace, partial_index, required, workspace_id

inbox = Table(
    "inbox",
    metadata,
    workspace_id(),
    required("key", Words()),
    required("outcome", Words()),
    required("answered_at", Moment()),
    PrimaryKeyConstraint("workspace_id", "key"),
    of_workspace(),
    Index("ix_inbox_answered", "workspace_id", "answered_at"),
)

outbox = Table(
    "outbox",
    metadata,
    workspace_id(),
    Column("position", BigInteger().with_variant(Integer(), "sqlite"), Identity(), nullable=False),
    required("id", Uuid()),
    required("key", Words()),
    required("kind", Word(Kind)),
    Column("lane", Words),
    Column("deal_id", Uuid),
    Column("in_channel_of", Uuid),
    Column("to_user", Text),
    Column("to_channel", Text),
    Column("seq", BigInteger),
    Column("detail", Words),
    Column("edits", Words),
    Column("digest", Json(DigestFacts)),
    required("not_before", Moment()),
    required("state", Word(RowState)),
    required("due_at", Moment()),
    Column("lease_token", Uuid),
    required("attempt", Integer()),
    Column("first_wire_at", Moment),
    Column("last_wire_at", Moment),
    Column("body", Words),
    Column("channel_id", Text),
    Column("ts", Text),
    Column("error", Words),
    Column("ended_at", Moment),
    Column("decided_at", Moment),
    # Set while a row is in doubt, and the moment to look again once it was sent; none when there never was a doubt.
    Column("second_look_at", Moment),
    Column("gathers", Words),
    # The key of the message that this one became a line of; none: it stands alone, or others joined it.
    Column("joins", Words),
    PrimaryKeyConstraint("position"),
    UniqueConstraint("workspace_id", "key"),
    of_workspace(),
    sqlite_autoincrement=True,
)
WAITING = "state IN ('pending', 'unknown')"
partial_index("ix_outbox_due", outbox, WAITING, "workspace_id", "due_at", "not_before", "position")
partial_index("ix_outbox_lane", outbox, f"{WAITING} AND lane IS NOT NULL", "workspace_id", "lane", "position")
partial_index("ix_outbox_edits", outbox, f"{WAITING} AND edits IS NOT NULL", "workspace_id", "edits", "position")
partial_index("ix_outbox_ended", outbox, "ended_at IS NOT NULL", "workspace_id", "ended_at", "position")
partial_index("ix_outbox_wired", outbox, f"{WAITING} AND channel_id IS NOT NULL", "workspace_id", "channel_id")
SECOND_LOOK = "state IN ('sent', 'moot') AND second_look_at IS NOT NULL"
partial_index("ix_outbox_second_look", outbox, SECOND_LOOK, "workspace_id", "second_look_at")
partial_index("ix_outbox_gathers", outbox, "gathers IS NOT NULL", "workspace_id", "gathers", "position")
partial_index("ix_outbox_joins", outbox, "joins IS NOT NULL", "workspace_id", "joins")
# By which a reply in a thread finds what it answers.
partial_index("ix_outbox_nudge", outbox, "kind = 'nudge' AND ts IS NOT NULL", "workspace_id", "channel_id", "ts")
# Both are few and asked for at every look of whoever watches: found without reading what was sent or waits.
DEAD = "state = 'dead'"
partial_index("ix_outbox_dead", outbox, DEAD, "workspace_id", "ended_at")
IN_DOUBT = "state = 'unknown'"
partial_index("ix_outbox_in_doubt", outbox, IN_DOUBT, "workspace_id", "last_wire_at")
