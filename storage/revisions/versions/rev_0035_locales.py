"""The language somebody uses Slack in. It is read from Slack again within hours, so the way back loses nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("locale", sa.Text()))


def downgrade() -> None:
    op.drop_column("person", "locale")
