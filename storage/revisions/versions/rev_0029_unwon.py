"""When the CRM last said that a deal is won, or is not any more."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("won_told_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("deal", "won_told_at")
