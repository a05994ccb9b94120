"""Systems that tell of deals, each with an address and a secret of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crm_connection",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("secret_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed_before", sa.Text()),
        sa.Column("old_until", sa.BigInteger()),
        sa.Column("heard_at", sa.BigInteger()),
        sa.Column("refused_at", sa.BigInteger()),
        sa.Column("refused_why", sa.Text()),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=op.f("fk_crm_connection_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_crm_connection")),
        sa.UniqueConstraint("workspace_id", "source", name=op.f("uq_crm_connection_workspace_id_source")),
    )
    op.create_index("ix_crm_connection_id", "crm_connection", ["id"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_crm_connection_id", table_name="crm_connection")
    op.drop_table("crm_connection")
