"""What was settled for everybody: every change with who made it, numbered without a gap."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.ports import Conflict
from bot.settled import Settled
from storage.schema.workspaces import settled
from storage.tenancy import Tenant

_FIELDS = ("seq", "at", "by", "what", "about", "was", "now")


class Settling(Tenant):
    """Read and add changes."""

    def settled(self, *, after: int = 0, most: int | None = None) -> Sequence[Settled]:
        columns = [settled.c[name] for name in _FIELDS]
        wanted = select(*columns).where(self.mine(settled), settled.c.seq > after).order_by(settled.c.seq.desc())
        return [Settled(**row) for row in self.connection.execute(wanted.limit(most)).mappings()]

    def settle(self, changes: Sequence[Settled]) -> None:
        for each in changes:
            row = {name: getattr(each, name) for name in _FIELDS}
            # Two admins at once count on from the same number: whoever comes second looks again.
            if not self.insert_new(settled, row, unless_known=("seq",)):
                raise Conflict("Somebody else changed the settings first. Look at them again.")
