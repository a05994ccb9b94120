"""By what it is known that a workspace's people are still the same. Those of today stand under the first mark."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("people_mark", sa.Text()))
    op.execute("UPDATE workspace SET people_mark = 'first'")


def downgrade() -> None:
    op.drop_column("workspace", "people_mark")
