"""What people's time needs: a week, a region and days off, each person's own time, and who is to be looked at anew."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("time", sa.Text()))
    for name in ("week", "region", "days_off"):
        op.add_column("workspace", sa.Column(name, sa.Text()))
    op.create_table(
        "another_look",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.Uuid()),
        sa.PrimaryKeyConstraint("workspace_id", "person", "at", name="pk_another_look"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name="fk_another_look_workspace"),
    )


def downgrade() -> None:
    op.drop_table("another_look")
    for name in ("days_off", "region", "week"):
        op.drop_column("workspace", name)
    op.drop_column("person", "time")
