"""Which version of a playbook people put in force by hand, and which open deals are still to follow it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.kept_versions import Chosen
from bot.model import DealId, DealStatus, PlaybookId
from bot.playbook import Playbook
from bot.ports import Conflict
from storage.columns import spelled
from storage.playbooks.canonical import to_json
from storage.schema.deals import deal
from storage.schema.workspaces import newest_playbook, playbook, playbook_choice
from storage.tenancy import Tenant, insert_into

_RUNNING = [spelled(DealStatus.OPEN), spelled(DealStatus.HELD)]
_FIELDS = ("kind", "now", "was", "by", "at", "follows", "after")


class Choices(Tenant):
    """Keep and choose versions."""

    def keep_version(self, playbook_: Playbook, *, now: datetime) -> None:
        row = {"id": playbook_.id, "kind": playbook_.kind, "content": to_json(playbook_), "added_at": now}
        added = insert_into(self.connection, playbook).on_conflict_do_nothing(index_elements=["workspace_id", "id"])
        self.connection.execute(added, self.stamped([row]))

    def choose_version(self, chosen: Chosen) -> None:
        if not self._put_in_force(chosen):
            raise Conflict("Somebody else chose another version first. Show the difference to that one.")
        self.connection.execute(insert(playbook_choice), self.stamped([_values(chosen)]))

    def chosen(self) -> Sequence[Chosen]:
        rows = self.connection.execute(self._choices())
        return [Chosen(**row) for row in rows.mappings()]

    def behind(self, kind: str, newest: PlaybookId, *, after: DealId | None = None, limit: int) -> Sequence[DealId]:
        versions = select(playbook.c.id).where(self.mine(playbook), playbook.c.kind == kind, playbook.c.id != newest)
        wanted = select(deal.c.id).where(self.mine(deal), deal.c.status.in_(_RUNNING), deal.c.playbook_id.in_(versions))
        if after:
            wanted = wanted.where(deal.c.id > after)
        return [DealId(id_) for id_ in self.connection.scalars(wanted.order_by(deal.c.id).limit(limit))]

    def following(self) -> Chosen | None:
        found = self.connection.execute(self._choices().where(playbook_choice.c.follows).limit(1)).mappings().first()
        return Chosen(**found) if found else None

    def followed(self, chosen: Chosen, *, after: DealId | None) -> None:
        is_it = (self.mine(playbook_choice), playbook_choice.c.kind == chosen.kind, playbook_choice.c.at == chosen.at)
        reached: dict[str, Any] = {"after": after} if after else {"follows": False}
        self.connection.execute(update(playbook_choice).where(*is_it).values(reached))

    def _put_in_force(self, chosen: Chosen) -> bool:
        """Replace the version that the choice was made beside; of two at once the second one finds another there."""
        row = {"kind": chosen.kind, "playbook_id": chosen.now}
        if chosen.was is None:
            return self.insert_new(newest_playbook, row, unless_known=("kind",))
        is_it = (newest_playbook.c.kind == chosen.kind, newest_playbook.c.playbook_id == chosen.was)
        changed = self.connection.execute(update(newest_playbook).where(self.mine(newest_playbook), *is_it).values(row))
        return bool(changed.rowcount == 1)

    def _choices(self) -> Any:
        table = playbook_choice
        columns = [table.c[name] for name in _FIELDS]
        return select(*columns).where(self.mine(table)).order_by(table.c.at, table.c.kind)


def _values(chosen: Chosen) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in _FIELDS}
