"""Who asked for a step. On the way back what was asked for and has no answer is nobody's step any more."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KIND = "request_unanswered"


def upgrade() -> None:
    op.add_column("step", sa.Column("request", sa.Text()))


def downgrade() -> None:
    step = sa.table("step", *(sa.column(name) for name in ("request", "status", "asked", "made_at", "ended_at")))
    lapse = sa.table("lapse", sa.column("kind"))
    # An older version would take it for a step that was agreed for a case that never came.
    open_ones = (step.c.request.is_not(None), step.c.status == "offered")
    op.execute(sa.update(step).where(*open_ones).values(status="dropped", asked=None, ended_at=step.c.made_at))
    # It would not know what lapses either.
    op.execute(sa.delete(lapse).where(lapse.c.kind == KIND))
    op.drop_column("step", "request")
