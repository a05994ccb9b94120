"""Remember what came in and how it was answered, so that nothing acts twice."""

from datetime import datetime

from sqlalchemy import bindparam, select

from bot.ports import Conflict
from storage.prepared import Prepared
from storage.schema.boxes import inbox
from storage.tenancy import Tenant, ours


class Inbox(Tenant):
    """Answer each input once."""

    def answered(self, key: str) -> str | None:
        outcome: str | None = self.ask(_ANSWERED, key=key).scalar()
        return outcome

    def answer(self, key: str, outcome: str, *, now: datetime) -> None:
        row = {"key": key, "outcome": outcome, "answered_at": now}
        if not self.insert_new(inbox, row, unless_known=("key",)):
            raise Conflict("The same input was answered meanwhile. Read that answer.")


_ANSWERED = Prepared(select(inbox.c.outcome).where(ours(inbox), inbox.c.key == bindparam("key")))
