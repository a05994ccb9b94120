"""Whom other systems name and Slack does not know by that, whom admins chose for them, and which deals wait for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crm_person",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.Text()),
        sa.Column("is_stand_in", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=op.f("fk_crm_person_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "source", "key", name=op.f("pk_crm_person")),
    )
    op.create_table(
        "crm_missing",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"], ["deal.workspace_id", "deal.id"], name=op.f("fk_crm_missing_deal")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "source", "key"],
            ["crm_person.workspace_id", "crm_person.source", "crm_person.key"],
            name=op.f("fk_crm_missing_crm_person"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "deal_id", "part", name=op.f("pk_crm_missing")),
    )
    op.create_index("ix_crm_missing_person", "crm_missing", ["workspace_id", "source", "key"])


def downgrade() -> None:
    op.drop_index("ix_crm_missing_person", table_name="crm_missing")
    op.drop_table("crm_missing")
    op.drop_table("crm_person")
