"""Who is asked about a step that somebody else made, so that their digest finds it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step", sa.Column("asked", sa.Text()))
    keys = ("workspace_id", "deal_id", "id")
    step = sa.table("step", *(sa.column(name) for name in (*keys, "by", "status", "parked", "asked")))
    connection = op.get_bind()
    waiting = sa.select(step).where(step.c.status == "open", step.c.parked.is_not(None))
    for row in connection.execute(waiting).mappings().all():
        chaser = _chaser(row["parked"])
        if chaser and chaser != row["by"]:
            is_it = [step.c[name] == row[name] for name in keys]
            connection.execute(sa.update(step).where(*is_it).values(asked=chaser))
    is_asked = sa.text("asked IS NOT NULL")
    columns = ["workspace_id", "asked", "deal_id"]
    op.create_index("ix_step_asked", "step", columns, sqlite_where=is_asked, postgresql_where=is_asked)


def downgrade() -> None:
    op.drop_index("ix_step_asked", table_name="step")
    op.drop_column("step", "asked")


def _chaser(parked: str) -> str | None:
    try:
        found = json.loads(parked)
    except ValueError:
        return None
    return found.get("chaser_id") if isinstance(found, dict) else None
