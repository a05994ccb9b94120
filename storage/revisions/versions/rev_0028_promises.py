"""The register of promises. What the CRM listed of deals that go on stands in it, told and not yet answered."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DEAL = sa.table(
    "deal",
    *(sa.column(name, sa.Uuid()) for name in ("workspace_id", "id")),
    *(sa.column(name, sa.Text()) for name in ("facts", "status", "seller_id", "register")),
    sa.column("opened_at", sa.BigInteger()),
)


def upgrade() -> None:
    op.add_column("deal", sa.Column("register", sa.Text(), nullable=False, server_default=sa.text("'{}'")))
    connection = op.get_bind()
    goes_on = (DEAL.c.status.in_(("open", "held")), DEAL.c.facts.like('%"promises":[{%'))
    for row in connection.execute(sa.select(DEAL).where(*goes_on)).mappings().all():
        is_it = (DEAL.c.workspace_id == row["workspace_id"], DEAL.c.id == row["id"])
        register = json.dumps({"promises": list(_promises(dict(row)))}, ensure_ascii=False)
        connection.execute(sa.update(DEAL).where(*is_it).values(register=register))


def downgrade() -> None:
    op.drop_column("deal", "register")


def _promises(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    at = EPOCH + timedelta(microseconds=row["opened_at"] or 0)
    seen: Counter[str] = Counter()
    for each in json.loads(row["facts"])["promises"]:
        text = each["text"]
        # The id by which a newer list of the CRM finds it again.
        words = " ".join(text.split()).casefold()
        known_by = uuid5(row["id"], f"promise:{seen[words]}:{words}")
        seen[words] += 1
        told = {"by": row["seller_id"], "at": at.isoformat()}
        yield {"id": str(known_by), "what": text, "due_on": each.get("due_on"), "crm": text, **told}
