"""Who left a deal's channel. On the way back it is forgotten, and whoever left is let near the deal again."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("left_channel", sa.Text(), nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    op.drop_column("deal", "left_channel")
