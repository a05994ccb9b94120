"""Whom the first steps were shown, and which were skipped. On the way back nobody is shown them."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_run",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("showed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_first_run"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name="fk_first_run_workspace"),
    )


def downgrade() -> None:
    op.drop_table("first_run")
