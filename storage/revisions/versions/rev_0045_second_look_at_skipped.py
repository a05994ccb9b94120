"""What was in doubt and then had not to be said is looked at a second time as well. What ended before is left alone."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_outbox_second_look", ["workspace_id", "second_look_at"]


def upgrade() -> None:
    op.execute("UPDATE outbox SET second_look_at = NULL WHERE state = 'moot'")
    _index("state IN ('sent', 'moot') AND second_look_at IS NOT NULL")


def downgrade() -> None:
    _index("state = 'sent' AND second_look_at IS NOT NULL")


def _index(condition: str) -> None:
    op.drop_index(NAME, "outbox")
    where = sa.text(condition)
    op.create_index(NAME, "outbox", COLUMNS, sqlite_where=where, postgresql_where=where)
