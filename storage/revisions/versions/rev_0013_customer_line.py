"""What the customer hears: one line for each deal, with who wrote it and when."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("customer_line", sa.Text()))


def downgrade() -> None:
    op.drop_column("deal", "customer_line")
