"""Who put a version of a playbook in force by hand. On the way back the version stays in force, until the next start."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playbook_choice",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("was", sa.Text()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("after", sa.Uuid()),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "at", name="pk_playbook_choice"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "now"],
            ["playbook.workspace_id", "playbook.id"],
            name="fk_playbook_choice_playbook",
        ),
    )


def downgrade() -> None:
    op.drop_table("playbook_choice")
