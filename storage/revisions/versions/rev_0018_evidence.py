"""What the evidence of a line must hold: how many, or which parts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("at_least", sa.Integer()))
    op.add_column("item", sa.Column("parts", sa.Text(), nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    op.drop_column("item", "parts")
    op.drop_column("item", "at_least")
