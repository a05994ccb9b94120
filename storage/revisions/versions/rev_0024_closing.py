"""How a deal was closed: its outcome, its figures and what was learned, found again by when that was."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TAUGHT = "taught_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("deal", sa.Column("closing", sa.Text()))
    op.add_column("deal", sa.Column("taught_at", sa.BigInteger()))
    op.create_index(
        "ix_deal_taught",
        "deal",
        ["workspace_id", "taught_at"],
        sqlite_where=sa.text(TAUGHT),
        postgresql_where=sa.text(TAUGHT),
    )


def downgrade() -> None:
    op.drop_index("ix_deal_taught", table_name="deal")
    op.drop_column("deal", "taught_at")
    op.drop_column("deal", "closing")
