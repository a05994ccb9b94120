"""Whose Home was opened, and up to which event each deal is shown there. What happened before is shown at the next opening."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person", name="pk_home"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name="fk_home_workspace"),
    )
    op.add_column("deal", sa.Column("shown_seq", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    # Nobody's Home is known to be open yet: nothing of what happened so far is news.
    op.execute("UPDATE deal SET shown_seq = seq")
    news = sa.text("seq > shown_seq")
    columns = ["workspace_id", "changed_at", "id"]
    op.create_index("ix_deal_news", "deal", columns, sqlite_where=news, postgresql_where=news)


def downgrade() -> None:
    op.drop_index("ix_deal_news", "deal")
    op.drop_column("deal", "shown_seq")
    op.drop_table("home")
