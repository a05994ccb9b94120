"""When another system last said something of a line."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("source_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("item", "source_at")
