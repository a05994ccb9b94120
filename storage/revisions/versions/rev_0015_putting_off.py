"""A question that was put off, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lapse", sa.Column("snoozed_until", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("lapse", "snoozed_until")
