"""Write a deal: compare-and-set on its version, then what changed, what happened and what must reach Slack."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, insert, update

from bot.events import Recorded
from bot.model import Deal, DealId, Item, ItemStatus
from bot.outgoing import Outgoing
from bot.ports import Conflict
from storage.columns import EPOCH
from storage.event_log import event_values
from storage.mapping import LAPSE, deal_values, item_values, step_values
from storage.prepared import Prepared
from storage.schema.deals import deal, event, item, lapse, step
from storage.sending import Sending
from storage.tenancy import ours

_PLACES = 10_000
"""Room for the parts that one change adds: they keep the order in which they came."""


class Part(Protocol):
    """An item, a step or a lapse."""

    @property
    def id(self) -> UUID: ...


AnyPart = TypeVar("AnyPart", bound=Part)


class Saving(Sending):
    """Add and change deals."""

    def add(self, new: Deal, recorded: Sequence[Recorded], outgoing: Sequence[Outgoing]) -> bool:
        self._check(new, recorded, after_seq=0)
        row = deal_values(new) | {"changed_at": _last_moment(recorded) or EPOCH}
        if not self.insert_new(deal, row, unless_known=("source", "external_id")):
            return False
        self._write_parts(None, new)
        self._write_consequences(new, recorded, outgoing)
        return True

    def save(self, before: Deal, after: Deal, recorded: Sequence[Recorded], outgoing: Sequence[Outgoing]) -> None:
        if (after.id, after.version) != (before.id, before.version):
            raise ValueError("A deal is saved over the very version it was decided from.")
        self._check(after, recorded, after_seq=before.seq)
        self._compare_and_set(before, after, _last_moment(recorded))
        self._write_parts(before, after)
        self._write_consequences(after, recorded, outgoing)

    def postpone(self, deal_id: DealId, *, until: datetime) -> None:
        # Not a new version: whoever is deciding about the deal computes the next review anew.
        self.ask(_THIS, this=deal_id, next_review_at=until)

    def _check(self, after: Deal, recorded: Sequence[Recorded], *, after_seq: int) -> None:
        if after.workspace_id != self.workspace_id:
            raise ValueError("The deal belongs to another workspace.")
        expected = list(range(after_seq + 1, after_seq + 1 + len(recorded)))
        if [each.seq for each in recorded] != expected or after.seq != after_seq + len(recorded):
            raise ValueError(f"Events must continue from {after_seq} without a gap, up to the deal's own seq.")

    def _compare_and_set(self, before: Deal, after: Deal, changed_at: datetime | None) -> None:
        old, new = deal_values(before), deal_values(after)
        # Only what changed: a deal is wide, with its whole ladder, and most changes touch a few of its columns.
        changed = {name: value for name, value in new.items() if value is not old[name] and value != old[name]}
        changed["version"] = before.version + 1
        if changed_at:
            changed["changed_at"] = changed_at
        if self.ask(_THIS_VERSION, this=after.id, was=before.version, **changed).rowcount != 1:
            raise Conflict("Somebody else saved the deal first. Load again and decide again.")

    def _write_parts(self, before: Deal | None, after: Deal) -> None:
        self._write(item, self._left(before, after) if before else (), after.items, after, item_values)
        self._write(step, before.steps if before else (), after.steps, after, step_values)
        # Old lapses stay in their table although the deal in hand no longer names them.
        kept = {each.id for each in after.lapses}
        known = tuple(each for each in before.lapses if each.id in kept) if before else ()
        self._write(lapse, known, after.lapses, after, LAPSE.values)

    def _left(self, before: Deal, after: Deal) -> tuple[Item, ...]:
        """Take out the lines that a newer playbook dropped, and return the others; whatever has evidence never goes."""
        if after.items is before.items:
            return before.items
        kept = {each.id for each in after.items}
        gone = [each for each in before.items if each.id not in kept]
        if any(each.status in (ItemStatus.DONE, ItemStatus.ACCEPTED) for each in gone):
            raise ValueError("An item that has evidence never leaves its deal.")
        for each in gone:
            self.ask(_THIS_ITEM, of=after.id, this=each.id)
        return tuple(each for each in before.items if each.id in kept)

    def _write(
        self,
        table: Table,
        before: tuple[AnyPart, ...],
        after: tuple[AnyPart, ...],
        of: Deal,
        values: Callable[[AnyPart], dict[str, Any]],
    ) -> None:
        if after is before:
            # As most changes leave two of the three kinds: nothing to compare.
            return
        old = {each.id: each for each in before}
        if old.keys() - {each.id for each in after}:
            raise ValueError(f"A {table.name} never leaves its deal; it ends.")
        places = ((of.seq * _PLACES + index, each) for index, each in enumerate(after))
        added = [{"deal_id": of.id, "place": place, **values(each)} for place, each in places if each.id not in old]
        changed = [values(each) for each in after if each is not old.get(each.id, each) and each != old[each.id]]
        if added:
            _insert_into(table).on_each(self.connection, self.stamped(added))
        if changed:
            same = {"tenant": self.workspace_id, "of": of.id}
            # All rows of a table name the same columns, so that the first of them speaks for all.
            _update_of(table, tuple(changed[0])).on_each(
                self.connection, [same | {f"new_{name}": value for name, value in row.items()} for row in changed]
            )

    def _write_consequences(self, of: Deal, recorded: Sequence[Recorded], outgoing: Sequence[Outgoing]) -> None:
        if recorded:
            rows = [{"deal_id": of.id, **event_values(each)} for each in recorded]
            _insert_into(event).on_each(self.connection, self.stamped(rows))
        self._put(outgoing, decided_at=_last_moment(recorded))


_IS_THIS = (ours(deal), deal.c.id == bindparam("this"))
_THIS = Prepared(update(deal).where(*_IS_THIS))
_THIS_ITEM = Prepared(delete(item).where(ours(item), item.c.deal_id == bindparam("of"), item.c.id == bindparam("this")))
_THIS_VERSION = Prepared(update(deal).where(*_IS_THIS, deal.c.version == bindparam("was")))


@cache
def _insert_into(table: Table) -> Prepared:
    return Prepared(insert(table))


@cache
def _update_of(table: Table, names: tuple[str, ...]) -> Prepared:
    is_it = (ours(table), table.c.deal_id == bindparam("of"), table.c.id == bindparam("new_id"))
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names if name != "id"}
    return Prepared(update(table).where(*is_it).values(new))


def _last_moment(recorded: Sequence[Recorded]) -> datetime | None:
    return recorded[-1].at if recorded else None
