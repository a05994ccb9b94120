"""Whether the boards of those deals are drawn anew, too, which are looked at since somebody's days changed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("another_look", sa.Column("draws", sa.Boolean()))


def downgrade() -> None:
    op.drop_column("another_look", "draws")
