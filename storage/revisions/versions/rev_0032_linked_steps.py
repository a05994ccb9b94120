"""The message that a step was made of. On the way back the step stays, and its link is lost."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step", sa.Column("link", sa.Text()))


def downgrade() -> None:
    op.drop_column("step", "link")
