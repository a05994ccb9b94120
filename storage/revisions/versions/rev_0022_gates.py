"""Why a line is open again, and what it was let begin without. On the way back what is open stays open."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("reopened", sa.Text()))
    op.add_column("item", sa.Column("without", sa.Text(), nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    op.drop_column("item", "without")
    op.drop_column("item", "reopened")
