"""Which fact of the deal a line of the checklist asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("fact", sa.Text()))


def downgrade() -> None:
    op.drop_column("item", "fact")
