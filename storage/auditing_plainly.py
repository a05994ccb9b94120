"""Find what is wrong on its face, without judging: looks that are missing, messages that stand, deals without anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Select, and_, bindparam, case, exists, func, or_, select, text

from bot.model import DealStatus, ItemStatus, WorkspaceId
from bot.watching import Fault, Finding, Limits
from storage.claims import is_waiting
from storage.columns import EPOCH, Moment, spelled
from storage.prepared import Prepared
from storage.schema.boxes import IN_DOUBT, outbox
from storage.schema.deals import deal, item
from storage.schema.workspaces import digest_clock, person
from storage.tenancy import ours

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
        given = self._given()
        return tuple(found for fault, questions in _QUESTIONS for found in self._found(fault, questions, given))

    def _found(self, fault: Fault, questions: tuple[Prepared, ...], given: dict[str, Any]) -> Iterator[Finding]:
        rows = (row for wanted in questions for row in wanted.on(self.connection, given))
        # A message that is both late and put off is one.
        yield from dict.fromkeys(Finding(fault, str(about), since) for about, since in rows)

    def _given(self) -> dict[str, Any]:
        """Return the moments that the questions below ask by: from when on each thing is late, or too far ahead."""
        now, machine, limits = self.now, self.machine, self.limits
        return {
            "tenant": self.workspace_id,
            "most": self.most,
            "now": now,
            "looked": now - limits.look,
            "ahead": now + limits.ahead,
            "channel": now - limits.channel,
            "wired": machine - limits.doubt,
            "come": now - limits.doubt,
            "sent": now - limits.sent,
            "leased": machine + limits.sent,
            "far": now + limits.put_off,
        }


def _moment(name: str) -> Any:
    return bindparam(name, type_=Moment())


def _unreviewed() -> Select[Any]:
    """Ask for deals with running clocks whose next look is missing, long past, or too far ahead to be meant."""
    at = deal.c.next_review_at
    is_wrong = or_(at.is_(None), at < _moment("looked"), at > _moment("ahead"))
    return _deals(deal.c.changed_at).where(_IS_RUNNING, is_wrong)


def _without_channel() -> Select[Any]:
    is_late = deal.c.opened_at < _moment("channel")
    has_none = and_(deal.c.channel_name.is_not(None), deal.c.channel_id.is_(None))
    return _deals(deal.c.opened_at).where(deal.c.status == DealStatus.OPEN, has_none, is_late)


def _without_owner() -> Select[Any]:
    return _deals(deal.c.changed_at).where(_IS_RUNNING, _is_nobody(deal.c.owner_id))


def _items_without_holder() -> Select[Any]:
    of_deal = and_(item.c.workspace_id == deal.c.workspace_id, item.c.deal_id == deal.c.id)
    is_meant = (deal.c.status == DealStatus.OPEN, item.c.status == ItemStatus.OPEN)
    return _deals(deal.c.changed_at).join(item, of_deal).where(*is_meant, _is_nobody(item.c.holder_id)).distinct()


def _in_doubt() -> Select[Any]:
    is_late = outbox.c.last_wire_at < _moment("wired")
    # What was looked for and waits for people's hours stays in doubt until it is looked for once more, in time.
    has_come = outbox.c.not_before < _moment("come")
    wanted = select(outbox.c.key, outbox.c.last_wire_at).where(ours(outbox), text(IN_DOUBT), is_late, has_come)
    return wanted.order_by(outbox.c.last_wire_at)


def _unsent() -> Iterator[Select[Any]]:
    """Ask for messages that have waited too long, and for those that were put off beyond what anybody means.

    The latter are what a lease or a pause leaves behind that was counted on a clock which has gone back.
    """
    fresh, tried, is_far = outbox.c.due_at == EPOCH, outbox.c.due_at > EPOCH, outbox.c.not_before > _moment("far")
    named, due = (outbox.c.not_before, outbox.c.position), (outbox.c.due_at,)
    for some in (_first(fresh, by=named).subquery(), _first(tried, by=due).subquery()):
        yield select(some.c.key, some.c.since).where(some.c.late_from < _moment("sent"))
    for some in (
        _first(outbox.c.due_at > _moment("leased"), by=due).subquery(),
        _first(fresh, is_far, by=named).subquery(),
        _first(tried, is_far, by=due).subquery(),
    ):
        yield select(some.c.key, some.c.since)


def _first(*conditions: Any, by: tuple[Any, ...]) -> Select[Any]:
    """Ask for some of the rows that wait: all of a crowd need not be read to know that the first of it is late."""
    decided_at, not_before = outbox.c.decided_at, outbox.c.not_before
    columns = (
        outbox.c.key,
        func.coalesce(decided_at, _moment("now"), type_=Moment()).label("since"),
        case((not_before > decided_at, not_before), else_=decided_at).label("late_from"),
    )
    return select(*columns).where(ours(outbox), is_waiting(outbox), *conditions).order_by(*by).limit(_MOST)


def _without_digest() -> Select[Any]:
    at = digest_clock.c.next_review_at
    return select(digest_clock.c.audience, at).where(ours(digest_clock), at < _moment("looked")).order_by(at)


def _deals(since: Column[Any]) -> Select[Any]:
    return select(deal.c.id, since).where(ours(deal)).order_by(since)


def _is_nobody(who: Column[Any]) -> Any:
    """Tell whether an id is of nobody who can act; where nobody is known yet at all, nothing can be told."""
    is_able = (person.c.is_active.is_(True), person.c.is_guest.is_(False))
    return and_(exists().where(ours(person)), ~exists().where(ours(person), person.c.id == who, *is_able))


_MOST = bindparam("most", type_=Integer)
_IS_RUNNING = deal.c.status.in_([spelled(status) for status in RUNNING])
# Put together once: an audit of a workspace with few deals spent two thirds of its time on its own words.
_QUESTIONS: tuple[tuple[Fault, tuple[Prepared, ...]], ...] = tuple(
    (fault, tuple(Prepared(wanted.limit(_MOST)) for wanted in questions))
    for fault, questions in (
        (Fault.UNREVIEWED, (_unreviewed(),)),
        (Fault.WITHOUT_CHANNEL, (_without_channel(),)),
        (Fault.WITHOUT_OWNER, (_without_owner(), _items_without_holder())),
        (Fault.IN_DOUBT, (_in_doubt(),)),
        (Fault.UNSENT, tuple(_unsent())),
        (Fault.NO_DIGEST, (_without_digest(),)),
    )
)
