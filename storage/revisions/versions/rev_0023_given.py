"""Who gave a line of the checklist to one named person; whoever leads its function holds the others."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("given_by", sa.Text()))


def downgrade() -> None:
    op.drop_column("item", "given_by")
