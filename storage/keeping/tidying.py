"""Forget, a little at a time, what nobody needs any more; nothing of a deal that goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from bot.model import DealStatus, WorkspaceId
from bot.outgoing import Kind
from storage.claims import is_waiting
from storage.engine import Database
from storage.schema.boxes import inbox, outbox
from storage.schema.deals import deal, event
from storage.schema.keeping import sighting
from storage.schema.workspaces import asked_in_public, bucket, workspace

EVERY = timedelta(days=1)
BATCH = 500
"""Rows that one transaction forgets: whoever acts meanwhile must not wait long."""
_OVER = (DealStatus.STOPPED, DealStatus.CLOSED)
# Their keys name the event they follow from, which no later event shares, and no message is ever found through them.
_SPENT = (Kind.EDIT, Kind.TOPIC, Kind.HOME)
_FULL_AGAIN = timedelta(hours=1)
_OVER_EVERYWHERE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long: inputs for their first answer, messages sent, and the history of deals that are over.

    ``history`` None keeps it for ever.
    """

    inputs: timedelta = timedelta(days=30)
    messages: timedelta = timedelta(days=90)
    sightings: timedelta = timedelta(days=30)
    history: timedelta | None = timedelta(days=3 * 365)

    def __post_init__(self) -> None:
        if self.history is not None and self.history < self.messages:
            raise ValueError("A message is drawn from its event: history is kept at least as long as messages.")

    @classmethod
    def for_days(cls, *, inputs: int, messages: int, history: int) -> Self:
        """Return the periods as an operator gives them; a history of 0 days is kept for ever."""
        days = (timedelta(days=inputs), timedelta(days=messages), timedelta(days=history) if history else None)
        return cls(inputs=days[0], messages=days[1], history=days[2])

    def shortened(self, days: int) -> "Keep":
        """Return the same with a shorter history, as far as it may be: chosen when the operator allowed more, or less."""
        chosen = max(timedelta(days=days), self.messages)
        return replace(self, history=chosen if self.history is None else min(chosen, self.history))


USUAL = Keep()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows one turn has forgotten; ``words``: messages whose text is gone while the row stays."""

    inputs: int
    messages: int
    words: int
    events: int
    is_all: bool


class Tidying:
    """All workspaces. Each method is a transaction of its own."""

    def __init__(self, database: Database, keep: Keep) -> None:
        self._database = database
        self._keep = keep

    def due(self, *, now: datetime) -> Sequence[WorkspaceId]:
        """Return the workspaces that were not tidied within a day."""
        is_due = or_(workspace.c.tidied_at.is_(None), workspace.c.tidied_at <= now - EVERY)
        wanted = select(workspace.c.workspace_id).where(is_due).order_by(workspace.c.workspace_id)
        with self._database.reading() as connection:
            return [WorkspaceId(id_) for id_ in connection.scalars(wanted)]

    def run(self, *, now: datetime, machine: datetime) -> None:
        """Take one turn in each workspace that is due; a large one is through after as many calls as it needs."""
        for workspace_id in self.due(now=now):
            self.tidy(workspace_id, now=now, machine=machine)

    def tidy(self, workspace_id: WorkspaceId, *, now: datetime, machine: datetime) -> Forgotten:
        """Forget at most a batch of each kind; come again until ``is_all``. ``now`` is business time."""
        with self._database.writing() as connection:
            turn = _Turn(connection, workspace_id, self._kept_by(connection, workspace_id), now=now, machine=machine)
            counts = (turn.inputs(), turn.messages(), turn.words(), turn.events())
            is_all = max(counts) < BATCH
            turn.buckets()
            turn.budgets()
            turn.restores()
            if is_all:
                is_it = workspace.c.workspace_id == workspace_id
                connection.execute(update(workspace).where(is_it).values(tidied_at=now))
        return Forgotten(*counts, is_all=is_all)

    def _kept_by(self, connection: Connection, workspace_id: WorkspaceId) -> Keep:
        """Return for how long this workspace keeps things: less history than the operator lets it, if it chose so."""
        is_it = workspace.c.workspace_id == workspace_id
        rules = connection.scalar(select(workspace.c.rules).where(is_it))
        return self._keep.shortened(rules.history_days) if rules and rules.history_days else self._keep


@dataclass(frozen=True, slots=True)
class _Turn:
    connection: Connection
    workspace_id: WorkspaceId
    keep: Keep
    now: datetime
    machine: datetime

    def inputs(self) -> int:
        old = (inbox.c.workspace_id == self.workspace_id, inbox.c.answered_at < self.now - self.keep.inputs)
        some = select(inbox.c.key).where(*old).order_by(inbox.c.answered_at).limit(BATCH)
        mine = inbox.c.workspace_id == self.workspace_id
        return self._count(delete(inbox).where(mine, inbox.c.key.in_(some)))

    def messages(self) -> int:
        """Forget rows that no key and no edit will ever ask for; a deal that goes on keeps all others."""
        its_deal = (deal.c.workspace_id == outbox.c.workspace_id, deal.c.id == outbox.c.deal_id)
        is_over = exists().where(*its_deal, deal.c.status.in_(_OVER))
        is_spent = or_(outbox.c.kind.in_(_SPENT), outbox.c.deal_id.is_(None), is_over)
        return self._count(delete(outbox).where(outbox.c.position.in_(self._ended(is_spent))))

    def words(self) -> int:
        some = self._ended(outbox.c.body.is_not(None))
        return self._count(update(outbox).where(outbox.c.position.in_(some)).values(body=None))

    def events(self) -> int:
        """Forget the history of deals that are over, from its beginning; the deal stays as it ended."""
        if self.keep.history is None:
            return 0
        is_theirs = and_(event.c.workspace_id == deal.c.workspace_id, event.c.deal_id == deal.c.id)
        is_over = (
            deal.c.workspace_id == self.workspace_id,
            deal.c.status.in_(_OVER),
            deal.c.changed_at < self.now - self.keep.history,
            deal.c.forgotten_seq < deal.c.seq,
            # A message that still waits is drawn from its event.
            ~exists().where(
                outbox.c.workspace_id == deal.c.workspace_id, outbox.c.deal_id == deal.c.id, is_waiting(outbox)
            ),
        )
        some = select(event.c.deal_id, event.c.seq).join(deal, is_theirs).where(*is_over)
        rows = self.connection.execute(some.order_by(event.c.deal_id, event.c.seq).limit(BATCH)).all()
        last = {row.deal_id: row.seq for row in rows}
        for deal_id, seq in last.items():
            self._forget(deal_id, seq)
        return len(rows)

    def _forget(self, deal_id: Any, seq: int) -> None:
        old = (event.c.workspace_id == self.workspace_id, event.c.deal_id == deal_id, event.c.seq <= seq)
        self.connection.execute(delete(event).where(*old))
        it = (deal.c.workspace_id == self.workspace_id, deal.c.id == deal_id)
        self.connection.execute(update(deal).where(*it).values(forgotten_seq=seq))

    def buckets(self) -> None:
        """Forget buckets that nobody took from for an hour: they are full, like those that are not there."""
        then = self.now - _FULL_AGAIN
        idle = (bucket.c.workspace_id == self.workspace_id, bucket.c.refilled_at < then, bucket.c.held_until < then)
        self.connection.execute(delete(bucket).where(*idle))

    def budgets(self) -> None:
        """Forget how often people were asked on days that are over in every zone."""
        is_over = asked_in_public.c.day < (self.now - _OVER_EVERYWHERE).date()
        self.connection.execute(
            delete(asked_in_public).where(asked_in_public.c.workspace_id == self.workspace_id, is_over)
        )

    def restores(self) -> None:
        """End what a restore began: what was said before the loss is not decided again so long after it."""
        done = (
            workspace.c.workspace_id == self.workspace_id,
            workspace.c.look_back_at.is_(None),
            workspace.c.restored_at < self.now - self.keep.sightings,
        )
        if self._count(update(workspace).where(*done).values(restored_at=None, restored_from=None)):
            self.connection.execute(delete(sighting).where(sighting.c.workspace_id == self.workspace_id))

    def _ended(self, *conditions: Any) -> Any:
        # The courier notes ends in machine time; what people did above is dated in business time.
        old = (outbox.c.workspace_id == self.workspace_id, outbox.c.ended_at < self.machine - self.keep.messages)
        return select(outbox.c.position).where(*old, *conditions).order_by(outbox.c.ended_at).limit(BATCH)

    def _count(self, statement: Any) -> int:
        return int(self.connection.execute(statement).rowcount)
