"""What watching needs: the rows that were given up and those in doubt, found without reading all others."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, (columns, condition) in _INDEXES.items():
        op.create_index(name, "outbox", columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, "outbox")


_INDEXES = {
    "ix_outbox_dead": (["workspace_id", "ended_at"], sa.text("state = 'dead'")),
    "ix_outbox_in_doubt": (["workspace_id", "last_wire_at"], sa.text("state = 'unknown'")),
}
