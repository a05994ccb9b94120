"""Of which other company somebody is. It is read from Slack again within hours, so the way back loses nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("company", sa.Text()))


def downgrade() -> None:
    op.drop_column("person", "company")
