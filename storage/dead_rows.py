"""What the courier gave up: an operator lists it, has it tried again, or lets it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, text, update

from bot.model import WorkspaceId
from bot.outgoing import Kind
from bot.ports import RowState
from storage.columns import EPOCH
from storage.engine import Database
from storage.schema.boxes import DEAD, outbox


@dataclass(frozen=True, slots=True)
class Dead:
    """A row that was given up: ``key`` names it in its workspace, ``why`` is the last refusal."""

    workspace_id: WorkspaceId
    key: str
    kind: Kind
    why: str
    attempt: int
    ended_at: datetime


class DeadRows:
    """The dead rows of all workspaces. Each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, *, limit: int = 100) -> Sequence[Dead]:
        """Return what was given up, the last first."""
        wanted = select(outbox).where(_IS_DEAD).order_by(outbox.c.ended_at.desc(), outbox.c.position.desc())
        with self._database.reading() as connection:
            rows = connection.execute(wanted.limit(limit)).mappings().all()
        return [
            Dead(row["workspace_id"], row["key"], row["kind"], row["error"] or "", row["attempt"], row["ended_at"])
            for row in rows
        ]

    def count(self) -> int:
        """Count what was given up."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(outbox).where(_IS_DEAD)) or 0

    def revive(self, workspace_id: WorkspaceId, key: str | None = None) -> int:
        """Have one row, or all of a workspace, tried again as if it were new; return how many.

        What was in doubt is looked for in Slack first. A deal's channel brings along what died for want of it.
        """
        return self._change(workspace_id, key, **revived())

    def drop(self, workspace_id: WorkspaceId, key: str | None = None) -> int:
        """Let one row, or all of a workspace, go for good; return how many."""
        return self._change(workspace_id, key, state=RowState.MOOT, error="an operator let it go")

    def _change(self, workspace_id: WorkspaceId, key: str | None, **values: Any) -> int:
        is_meant: ColumnElement[bool] = outbox.c.workspace_id == workspace_id
        if key is not None:
            is_meant &= or_(outbox.c.key == key, outbox.c.in_channel_of.in_(_opened_by(workspace_id, key)))
        changed = update(outbox).where(is_meant, _IS_DEAD).values(values | {"lease_token": None})
        with self._database.writing() as connection:
            return connection.execute(changed).rowcount


def revived() -> dict[str, Any]:
    """Return what makes a dead row one that is tried as if it were new; what was in doubt is looked for first."""
    state = case((outbox.c.second_look_at.is_not(None), RowState.UNKNOWN), else_=RowState.PENDING)
    return {"state": state, "due_at": EPOCH, "attempt": 0, "error": None, "ended_at": None, "lease_token": None}


# As the index has it, word for word: only so do the databases see that it fits.
_IS_DEAD = text(DEAD)


def _opened_by(workspace_id: WorkspaceId, key: str) -> Any:
    opening = outbox.alias("opening")
    is_it = (opening.c.workspace_id == workspace_id, opening.c.key == key, opening.c.kind == Kind.OPEN_CHANNEL)
    return select(opening.c.in_channel_of).where(*is_it)
