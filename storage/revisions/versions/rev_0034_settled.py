"""What admins settle for everybody in Slack, and who changed what. On the way back the operator's settings hold again."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("rules", sa.Text()))
    op.create_table(
        "settled",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "seq", name="pk_settled"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name="fk_settled_workspace"),
    )


def downgrade() -> None:
    op.drop_table("settled")
    op.drop_column("workspace", "rules")
