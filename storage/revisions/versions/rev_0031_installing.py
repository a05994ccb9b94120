"""Many workspaces: who let Baton in and what it may do, who sleeps, who renews a token, and which states were used.

On the way back a workspace that slept is awake again, with nothing to speak by.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ADDED = {
    "workspace": (("asleep_at", sa.BigInteger()), ("asleep_why", sa.Text())),
    "installation": (
        ("app_id", sa.Text()),
        ("scopes", sa.Text()),
        ("installed_by", sa.Text()),
        ("installed_at", sa.BigInteger()),
    ),
    "secret": (("renewing_until", sa.BigInteger()),),
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind))
    op.create_table(
        "spent_state",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_spent_state"),
    )


def downgrade() -> None:
    op.drop_table("spent_state")
    for table, columns in ADDED.items():
        for name, _ in columns:
            op.drop_column(table, name)
