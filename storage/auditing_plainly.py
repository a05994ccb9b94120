"""Find what is wrong on its face, without judging: looks that are missing, messages that stand, deals without anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Subquery, and_, case, exists, func, literal, or_, select, text

from bot.model import DealStatus, ItemStatus, WorkspaceId
from bot.watching import Fault, Finding, Limits
from storage.claims import is_waiting
from storage.columns import EPOCH, Moment
from storage.schema.boxes import IN_DOUBT, outbox
from storage.schema.deals import deal, item
from storage.schema.workspaces import digest_clock, person

RUNNING = (DealStatus.OPEN, DealStatus.HELD)


@dataclass(frozen=True, kw_only=True)
class Plain:
    """One workspace, as one transaction sees it; ``now`` is business time. At most ``most`` of a kind are found."""

    connection: Connection
    workspace_id: WorkspaceId
    limits: Limits
    now: datetime
    machine: datetime
    most: int

    def findings(self) -> tuple[Finding, ...]:
        """Return all of them."""
        return (
            *self._some(Fault.UNREVIEWED, self._unreviewed()),
            *self._some(Fault.WITHOUT_CHANNEL, self._without_channel()),
            *self._some(Fault.WITHOUT_OWNER, self._without_owner()),
            *self._some(Fault.WITHOUT_OWNER, self._items_without_holder()),
            *self._some(Fault.IN_DOUBT, self._in_doubt()),
            # One that is both late and put off is one.
            *dict.fromkeys(found for wanted in self._unsent() for found in self._some(Fault.UNSENT, wanted)),
            *self._some(Fault.NO_DIGEST, self._without_digest()),
        )

    def _some(self, fault: Fault, wanted: Select[Any]) -> Iterator[Finding]:
        for about, since in self.connection.execute(wanted.limit(self.most)):
            yield Finding(fault, str(about), since)

    def _unreviewed(self) -> Select[Any]:
        """Ask for deals with running clocks whose next look is missing, long past, or too far ahead to be meant."""
        at = deal.c.next_review_at
        is_wrong = or_(at.is_(None), at < self.now - self.limits.look, at > self.now + self.limits.ahead)
        return self._deals(deal.c.changed_at).where(deal.c.status.in_(RUNNING), is_wrong)

    def _without_channel(self) -> Select[Any]:
        is_late = deal.c.opened_at < self.now - self.limits.channel
        has_none = and_(deal.c.channel_name.is_not(None), deal.c.channel_id.is_(None))
        return self._deals(deal.c.opened_at).where(deal.c.status == DealStatus.OPEN, has_none, is_late)

    def _without_owner(self) -> Select[Any]:
        return self._deals(deal.c.changed_at).where(deal.c.status.in_(RUNNING), self._is_nobody(deal.c.owner_id))

    def _items_without_holder(self) -> Select[Any]:
        of_deal = and_(item.c.workspace_id == deal.c.workspace_id, item.c.deal_id == deal.c.id)
        is_meant = (deal.c.status == DealStatus.OPEN, item.c.status == ItemStatus.OPEN)
        return (
            self._deals(deal.c.changed_at)
            .join(item, of_deal)
            .where(*is_meant, self._is_nobody(item.c.holder_id))
            .distinct()
        )

    def _in_doubt(self) -> Select[Any]:
        is_late = outbox.c.last_wire_at < self.machine - self.limits.doubt
        # What was looked for and waits for people's hours stays in doubt until it is looked for once more, in time.
        has_come = outbox.c.not_before < self.now - self.limits.doubt
        return self._rows(outbox.c.last_wire_at).where(text(IN_DOUBT), is_late, has_come)

    def _unsent(self) -> Iterator[Select[Any]]:
        """Ask for messages that have waited too long, and for those that were put off beyond what anybody means.

        The latter are what a lease or a pause leaves behind that was counted on a clock which has gone back.
        """
        fresh, tried, far = outbox.c.due_at == EPOCH, outbox.c.due_at > EPOCH, self.now + self.limits.put_off
        named, due = (outbox.c.not_before, outbox.c.position), (outbox.c.due_at,)
        for some in (self._first(fresh, by=named), self._first(tried, by=due)):
            yield select(some.c.key, some.c.since).where(some.c.late_from < self.now - self.limits.sent)
        for some in (
            self._first(outbox.c.due_at > self.machine + self.limits.sent, by=due),
            self._first(fresh, outbox.c.not_before > far, by=named),
            self._first(tried, outbox.c.not_before > far, by=due),
        ):
            yield select(some.c.key, some.c.since)

    def _first(self, *conditions: Any, by: tuple[Any, ...]) -> Subquery:
        """Ask for some of the rows that wait: all of a crowd need not be read to know that the first of it is late."""
        decided_at, not_before = outbox.c.decided_at, outbox.c.not_before
        columns = (
            outbox.c.key,
            func.coalesce(decided_at, literal(self.now, Moment()), type_=Moment()).label("since"),
            case((not_before > decided_at, not_before), else_=decided_at).label("late_from"),
        )
        theirs = outbox.c.workspace_id == self.workspace_id
        return select(*columns).where(theirs, is_waiting(outbox), *conditions).order_by(*by).limit(self.most).subquery()

    def _without_digest(self) -> Select[Any]:
        at = digest_clock.c.next_review_at
        is_theirs = digest_clock.c.workspace_id == self.workspace_id
        return select(digest_clock.c.audience, at).where(is_theirs, at < self.now - self.limits.look).order_by(at)

    def _deals(self, since: Column[Any]) -> Select[Any]:
        return select(deal.c.id, since).where(deal.c.workspace_id == self.workspace_id).order_by(since)

    def _rows(self, since: Any) -> Select[Any]:
        return select(outbox.c.key, since).where(outbox.c.workspace_id == self.workspace_id).order_by(since)

    def _is_nobody(self, who: Column[Any]) -> Any:
        """Tell whether an id is of nobody who can act; where nobody is known yet at all, nothing can be told."""
        theirs = person.c.workspace_id == self.workspace_id
        is_able = (person.c.is_active.is_(True), person.c.is_guest.is_(False))
        return and_(exists().where(theirs), ~exists().where(theirs, person.c.id == who, *is_able))
