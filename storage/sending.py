"""Write what must reach Slack, in the transaction that decided it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from bot.outgoing import Outgoing
from bot.ports import RowState
from storage.columns import EPOCH
from storage.mapping import outgoing_values
from storage.schema.boxes import outbox
from storage.tenancy import Tenant, unless_there


class Sending(Tenant):
    """Add outbox rows.

    The database counts a row's position when it is inserted, in the order given. Two transactions about one deal
    cannot overlap here: the second waits for the first at the deal's compare-and-set. So within a deal positions follow
    decisions, on PostgreSQL too.
    """

    def send(self, outgoing: Sequence[Outgoing], *, now: datetime | None = None) -> None:
        self._put(outgoing, decided_at=now)

    def _put(self, outgoing: Sequence[Outgoing], *, decided_at: datetime | None) -> None:
        if not outgoing:
            return
        rows = [
            outgoing_values(each)
            | {
                # From its key: whoever decides the same again, in whatever process, means this row.
                "id": uuid5(self.workspace_id, each.key),
                "state": RowState.PENDING,
                # The first moment there is: a fresh row goes at once, and by its position.
                "due_at": EPOCH,
                "attempt": 0,
                "decided_at": decided_at,
            }
            for each in outgoing
        ]
        unless_there(self.connection, outbox, "workspace_id", "key").on_each(self.connection, self.stamped(rows))
