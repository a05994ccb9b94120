"""Who is in a private deal's channel, as Slack was asked. On the way back it is forgotten, and asked anew after."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("in_channel", sa.Text()))


def downgrade() -> None:
    op.drop_column("deal", "in_channel")
