"""What looking at the deals' channels needs: when to look, and which channel nothing can be said in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("channel_lost", sa.Text()))
    op.add_column("workspace", sa.Column("channels_look_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("workspace", "channels_look_at")
    op.drop_column("deal", "channel_lost")
