"""What keeping data needs: looking back after a restore, forgetting what is old, and remembering who was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain additions, which SQLite takes as they are: copying a table would lose its partial indexes' conditions.
    for name in _OF_WORKSPACE:
        op.add_column("workspace", sa.Column(name, sa.BigInteger()))
    op.add_column("deal", sa.Column("forgotten_seq", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.create_index("ix_inbox_answered", "inbox", ["workspace_id", "answered_at"])
    ended = sa.text("ended_at IS NOT NULL")
    columns = ["workspace_id", "ended_at", "position"]
    op.create_index("ix_outbox_ended", "outbox", columns, sqlite_where=ended, postgresql_where=ended)
    _table("sighting", "mark", ["channel_id", "ts"])
    _table("looked_back", "channel_id", [], sa.Column("reached", sa.Text()))
    _table("erased", "digest", ["alias"], sa.Column("erased_at", sa.BigInteger(), nullable=False))


def downgrade() -> None:
    for table in ("erased", "looked_back", "sighting"):
        op.drop_table(table)
    op.drop_index("ix_outbox_ended", "outbox")
    op.drop_index("ix_inbox_answered", "inbox")
    op.drop_column("deal", "forgotten_seq")
    for name in reversed(_OF_WORKSPACE):
        op.drop_column("workspace", name)


_OF_WORKSPACE = ("restored_from", "restored_at", "look_back_at", "tidied_at")


def _table(name: str, key: str, texts: list[str], *more: sa.Column[int] | sa.Column[str]) -> None:
    op.create_table(
        name,
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        *(sa.Column(text, sa.Text(), nullable=False) for text in (key, *texts)),
        *more,
        sa.PrimaryKeyConstraint("workspace_id", key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=f"fk_{name}_workspace"),
    )
