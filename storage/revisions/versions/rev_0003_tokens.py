"""Where an installation keeps its tokens, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("installation", sa.Column("bot_token", sa.Text()))
    op.add_column("installation", sa.Column("refresh_token", sa.Text()))
    op.add_column("installation", sa.Column("token_expires_at", sa.BigInteger()))


def downgrade() -> None:
    # A token that was kept here is lost: its workspace installs the app again.
    op.drop_column("installation", "token_expires_at")
    op.drop_column("installation", "refresh_token")
    op.drop_column("installation", "bot_token")
