"""What a step was offered in place of; what was agreed otherwise is words again on the way back."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AS_BEFORE = {
    "decide": "a manager decides within a day",
    "lead": "it goes to the lead",
}
"""What the kinds without words of their own say to a version that knows words alone."""


def upgrade() -> None:
    op.add_column("step", sa.Column("instead_of", sa.Uuid()))


def downgrade() -> None:
    keys = ("workspace_id", "deal_id", "id")
    step = sa.table("step", *(sa.column(name) for name in (*keys, "consequence")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(step).where(step.c.consequence.like("{%"))).mappings().all()
    for row in rows:
        is_it = [step.c[name] == row[name] for name in keys]
        words = _in_words(row["consequence"])
        connection.execute(sa.update(step).where(*is_it).values(consequence=words))
    op.drop_column("step", "instead_of")


def _in_words(stored: str) -> str:
    try:
        agreed = json.loads(stored)
    except ValueError:
        return stored
    if "kind" not in agreed:
        return stored
    return str(agreed.get("text") or AS_BEFORE.get(agreed["kind"], ""))
