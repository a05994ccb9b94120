"""Until when a decision is awaited."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lapse", sa.Column("decide_by", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("lapse", "decide_by")
