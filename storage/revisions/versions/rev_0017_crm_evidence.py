"""Which field of the CRM ends a line of the checklist."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item", sa.Column("crm_field", sa.Text()))


def downgrade() -> None:
    op.drop_column("item", "crm_field")
