"""What sending once needs: a secret for each workspace's marks, and a second look at what was in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("secret", sa.Text(), nullable=False, server_default=sa.text("''")))
    _keep_the_old_secret()
    op.add_column("outbox", sa.Column("second_look_at", sa.BigInteger()))
    for name, (columns, condition) in _INDEXES.items():
        op.create_index(name, "outbox", columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, "outbox")
    op.drop_column("outbox", "second_look_at")
    op.drop_column("workspace", "secret")


_INDEXES = {
    "ix_outbox_wired": (
        ["workspace_id", "channel_id"],
        sa.text("state IN ('pending', 'unknown') AND channel_id IS NOT NULL"),
    ),
    "ix_outbox_second_look": (
        ["workspace_id", "second_look_at"],
        sa.text("state = 'sent' AND second_look_at IS NOT NULL"),
    ),
}


def _keep_the_old_secret() -> None:
    """Give workspaces the secret that they had so far, their id: their messages in Slack are found by it."""
    workspace = sa.table("workspace", sa.column("workspace_id", sa.Uuid()), sa.column("secret", sa.Text()))
    connection = op.get_bind()
    for each in connection.scalars(sa.select(workspace.c.workspace_id)).all():
        connection.execute(workspace.update().where(workspace.c.workspace_id == each).values(secret=str(each)))
