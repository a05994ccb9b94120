"""Where each nudge stands, so that a reply in its thread finds it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_said = sa.text("kind = 'nudge' AND ts IS NOT NULL")
    op.create_index(
        "ix_outbox_nudge",
        "outbox",
        ["workspace_id", "channel_id", "ts"],
        sqlite_where=is_said,
        postgresql_where=is_said,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_nudge", "outbox")
