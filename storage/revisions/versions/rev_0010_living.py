"""What noticing silence needs: when a person last did something about a deal, or wrote in its channel."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("lived_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("deal", "lived_at")
