"""What keeping Slack's pace needs: how many calls each second of the last minute took."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bucket", sa.Column("spent", sa.Text()))


def downgrade() -> None:
    op.drop_column("bucket", "spent")
