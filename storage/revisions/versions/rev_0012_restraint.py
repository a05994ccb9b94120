"""What restraint needs: how often each person was asked in public on which day, and which messages became one."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_INDEXES = {"gathers": ["workspace_id", "gathers", "position"], "joins": ["workspace_id", "joins"]}


def upgrade() -> None:
    op.create_table(
        "asked_in_public",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person", "day", name="pk_asked_in_public"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name="fk_asked_in_public_workspace"),
    )
    op.add_column("outbox", sa.Column("gathers", sa.Text()))
    op.add_column("outbox", sa.Column("joins", sa.Text()))
    for name, columns in _INDEXES.items():
        few = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_outbox_{name}", "outbox", columns, sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(f"ix_outbox_{name}", "outbox")
        op.drop_column("outbox", name)
    op.drop_table("asked_in_public")
