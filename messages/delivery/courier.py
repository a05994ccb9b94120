"""Deliver outbox rows to Slack, effectively once: claim, read, call, record. No transaction is open during a call."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.consequences import opening_key
from bot.model import WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Clock, Outbox, Posted, Row, RowState, Trouble, Work
from bot.posted_anew import successor
from bot.rules.quiet import Held
from messages.delivery import jobs
from messages.delivery.effects import EFFECTS, LOOKS_FIRST
from messages.delivery.guard import Guard, plainly
from messages.delivery.history_pace import HistoryPace
from messages.delivery.jobs import MOST_ATTEMPTS, Acquaintances, Delivered, Job, Moot, Render, Result, StillTrue
from messages.delivery.joining import gathered
from messages.delivery.looks import Looks
from messages.delivery.outcomes import Later, Refused, TooLate, Unsure
from messages.delivery.queueing import Queues
from messages.delivery.second_look import SecondLooks
from messages.delivery.slack import Slack
from messages.delivery.wire import Wire
from messages.tracing import about

log = logging.getLogger(__name__)

FIRST_PAUSE = 10.0
LONGEST_PAUSE = 600.0
SHORT_PAUSE = 1.0
LOOK_AGAIN_EVERY = timedelta(seconds=30)
LIVING = (Kind.EDIT, Kind.HOME)
"""Of what shows a state, only the newest need be sent."""
NEVER = datetime.min.replace(tzinfo=UTC)

Told = Callable[[WorkspaceId, Outgoing, Posted | None, datetime], None]
"""Record in the deal that Slack has it. Called before the row is settled and perhaps again: it must be idempotent."""
Waits = Callable[[WorkspaceId, Outgoing, Held, datetime], None]
"""Record in the deal that it waits, and for what. Called like ``Told``, and must be idempotent as well."""
Skipped = Callable[[WorkspaceId, Outgoing, str, datetime], None]
"""Record in the deal that it will not be sent, and why. Called like ``Told``, and must be idempotent as well."""
Deleted = Callable[[WorkspaceId, Outgoing, Posted, datetime], None]
"""Post once more what an edit found deleted there, if it comes back. Called like ``Told``, and must be idempotent as well."""
GaveUp = Callable[[WorkspaceId, Outgoing, str, datetime], None]
"""Let somebody know who can do something about it. Called like ``Told``, and must be idempotent as well."""


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds of machine time: how long a claimed row is ours, and how long a call may take effect unanswered."""

    lease: float = 60.0
    settle: float = 90.0


PACE = Pace()


class Courier:
    """Shared between worker threads."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        work: Work,
        clock: Clock,
        slack_for: Callable[[WorkspaceId], Slack],
        render: Render,
        still_true: StillTrue,
        told: Told,
        held: Waits,
        skipped: Skipped,
        gave_up: GaveUp,
        deleted: Deleted = lambda *_: None,
        pace: Pace = PACE,
        command: str = "/deal",
        has_slow_history: bool = False,
        sends_ids: bool = False,
    ) -> None:
        """Build one; ``sends_ids`` adds a client_msg_id to messages.

        Slack documents errors about it and not the id itself, so nothing is built on it: where Slack does refuse a
        second message with one id, that is one more copy that never appears.
        """
        self._outbox = outbox
        self._work = work
        self._clock = clock
        self._slack_for = slack_for
        self._render = render
        self._still_true = still_true
        self._told = told
        self._held = held
        self._skipped = skipped
        self._gave_up = gave_up
        self._deleted = deleted
        self._pace = pace
        self._command = command
        self._queues = Queues()
        self._sends_ids = sends_ids
        self._looks = Looks(HistoryPace(is_slow=has_slow_history))
        self._second_looks = SecondLooks(outbox, work, clock, self._wire)
        self._looks_again_at = NEVER
        self._acquaintances = Acquaintances()
        self.is_stopping = False

    def deliver_once(self, limit: int = 8, guard: Guard = plainly, *, more: Callable[[], object] = lambda: None) -> int:
        """Claim up to ``limit`` rows and deliver them; return how many were claimed.

        ``more`` is called before the first is delivered where there may be more than that.
        """
        rows = self._outbox.claim(
            now=self._clock.machine(), business_now=self._clock.now(), lease_for=self._pace.lease, limit=limit
        )
        if len(rows) == limit:
            more()
        for row in rows:
            # Around the guard: what it writes of a bug is about this row too.
            with about(workspace=row.workspace_id, deal=row.outgoing.deal_id, key=row.outgoing.key):
                guard(partial(self._handle, row))
        self._look_again(guard)
        return len(rows)

    def _look_again(self, guard: Guard) -> None:
        machine = self._clock.machine()
        # Too far ahead it was put by a clock that was set back since: nobody would look until that moment.
        is_soon = machine < self._looks_again_at <= machine + LOOK_AGAIN_EVERY
        if not is_soon and not self.is_stopping:
            self._looks_again_at = machine + LOOK_AGAIN_EVERY
            guard(partial(self._second_looks.run, guard))

    def _wire(self, row: Row) -> Wire:
        slack = self._slack_for(row.workspace_id)
        return Wire(row, slack, self._outbox, self._clock, queues=self._queues, looks=self._looks)

    def _handle(self, row: Row) -> None:
        if self.is_stopping:
            # At once due again: whoever goes on need not wait for a lease that nobody holds.
            self._put_back(row, 0.0, "the courier stopped", is_unknown=row.state is RowState.UNKNOWN)
        else:
            self._deliver(row)

    def _deliver(self, row: Row) -> None:
        """Deliver one row. What goes wrong here by mistake is counted, so that a bug cannot hold a lane for ever."""
        wire = self._wire(row)
        is_settled = False
        try:
            is_settled = self._settle(row, self._carry_out(row, wire), wire)
        except Trouble:
            # The memory's fault and not the message's: the lease runs out, and no attempt is counted.
            is_settled = True
            raise
        finally:
            if not is_settled:
                self._after_a_bug(row, wire)

    def _carry_out(self, row: Row, wire: Wire) -> Result:
        unsettled = self._still_settling(row)
        if unsettled:
            return unsettled
        # Asked before the deal is read: of ten redraws that wait, nine need nothing of it.
        if row.outgoing.kind in LIVING and self._outbox.superseded(row):
            return Moot("a newer change of the same message waits")
        job = self._job(row)
        # Slack was looked through after a restore: it stands there, though our memory lost it.
        if job.seen:
            return Delivered(job.seen, was_lost=True)
        effect = EFFECTS[row.outgoing.kind]
        if job.moot and not (job.is_doubtful and effect in LOOKS_FIRST):
            return Moot(job.moot)
        return effect(job, wire)

    def _still_settling(self, row: Row) -> Later | None:
        """Leave a row alone while an earlier call may still take effect: history would not show it yet."""
        if row.state is not RowState.UNKNOWN or row.last_wire_at is None:
            return None
        left = (row.last_wire_at + timedelta(seconds=self._pace.settle) - self._clock.machine()).total_seconds()
        return Later(left, "an earlier attempt may still arrive", in_doubt=True) if left > 0 else None

    def _job(self, row: Row) -> Job:
        with self._work(row.workspace_id) as uow:
            job = jobs.read(
                row,
                uow,
                people=partial(self._acquaintances.of, machine=self._clock.machine()),
                still_true=self._still_true,
                render=self._render,
                command=self._command,
                settle=self._pace.settle,
                sends_ids=self._sends_ids,
                now=self._clock.now(),
                machine=self._clock.machine(),
            )
        job = gathered(job, self._outbox, self._work)
        key = _belongs_to(row.outgoing)
        if key:
            job = self._placed(job, key)
        home = row.outgoing.in_channel_of
        if home and job.channel_id is None and row.outgoing.kind is not Kind.OPEN_CHANNEL:
            # Its channel may come yet. What waits for one that will not come would hold its lane for ever.
            job = replace(job, is_homeless=self._outbox.is_dead(row.workspace_id, opening_key(home)))
        return job

    def _placed(self, job: Job, key: str) -> Job:
        """Find the message that this one belongs to."""
        workspace_id = job.row.workspace_id
        newer = successor(key)
        if newer and (awaited := self._outbox.awaited(workspace_id, newer)):
            # Its change would be lost between the one that is gone and the one that is on its way, drawn a moment ago.
            return replace(job, edits=None, awaited_from=awaited)
        if newer and (posted := self._outbox.posted(workspace_id, newer)):
            return replace(job, edits=posted)
        # In this order: a message that is sent between the two questions is waited for once more, never given up.
        awaited_from = self._outbox.awaited(workspace_id, key)
        posted = job.joins.posted if job.joins else self._outbox.posted(workspace_id, key)
        return replace(job, edits=posted, awaited_from=awaited_from)

    def _settle(self, row: Row, result: Result, wire: Wire) -> bool:
        match result:
            case Delivered() as delivered:
                self._delivered(row, delivered)
            case Moot(why=why, deleted=deleted):
                if deleted:
                    # Before the row is settled: a crash in between finds it deleted once more, and posts the same.
                    self._deleted(row.workspace_id, row.outgoing, deleted, self._clock.now())
                self._skipped(row.workspace_id, row.outgoing, why, self._clock.now())
                self._outbox.moot(row, why=why, now=self._clock.machine())
            case Held() as waits:
                self._put_off(row, waits)
            case Later(seconds=seconds, why=why, in_doubt=in_doubt, counts=counts):
                self._put_back(row, seconds, why, is_unknown=in_doubt, counts=counts)
            case Unsure(why=why):
                log.warning("It is not known whether Slack has %s: %s", row.outgoing.key, why)
                self._put_back(row, self._pace.settle, why, is_unknown=True)
            case TooLate(why=why):
                self._put_back(row, SHORT_PAUSE, why, is_unknown=row.state is RowState.UNKNOWN or wire.is_touched)
            case Refused(why=why, permanent=permanent):
                self._refused(row, why, is_final=permanent)
        return True

    def _delivered(self, row: Row, it: Delivered) -> None:
        if it.note:
            log.warning("%s is settled without Slack: %s", row.outgoing.key, it.note)
        # Before the row is settled: a crash in between leaves it unknown, and it is found again in Slack.
        self._told(row.workspace_id, row.outgoing, it.posted, self._clock.now())
        self._outbox.sent(row, posted=it.posted, now=self._clock.machine(), was_lost=it.was_lost)

    def _refused(self, row: Row, why: str, *, is_final: bool) -> None:
        if is_final or row.attempt + 1 >= MOST_ATTEMPTS:
            log.error("Slack will not get %s (%s): %s", row.outgoing.key, row.outgoing.kind, why)
            self._skipped(row.workspace_id, row.outgoing, why, self._clock.now())
            # Before the row is dead: a crash in between gives up once more, and the alert is there already.
            self._gave_up(row.workspace_id, row.outgoing, why, self._clock.now())
            self._outbox.dead(row, why=why, now=self._clock.machine())
        else:
            self._put_back(row, _pause(row.attempt), why, is_unknown=False, counts=True)

    def _after_a_bug(self, row: Row, wire: Wire) -> None:
        why = "Baton itself failed; its log says how"
        # A bug on our side is no proof that Slack has nothing.
        if wire.is_touched or row.state is RowState.UNKNOWN:
            self._put_back(row, self._pace.settle, why, is_unknown=True, counts=True)
        else:
            self._refused(row, why, is_final=False)

    def _put_back(self, row: Row, seconds: float, why: str, *, is_unknown: bool, counts: bool = False) -> None:
        due_at = self._clock.machine() + timedelta(seconds=seconds)
        self._outbox.later(row, due_at=due_at, error=why, is_unknown=is_unknown, counts=counts)

    def _put_off(self, row: Row, waits: Held) -> None:
        """Wait for people's hours. What may have been said stays in doubt: it is looked for once more by then."""
        self._held(row.workspace_id, row.outgoing, waits, self._clock.now())
        is_unknown = row.state is RowState.UNKNOWN
        why = "it waits for the hours in which people may be spoken to"
        self._outbox.put_off(row, not_before=waits.until, now=self._clock.machine(), error=why, is_unknown=is_unknown)


def _belongs_to(outgoing: Outgoing) -> str | None:
    """Return the key of the message that must be there first: the one that is redrawn, or the board that is pinned."""
    if outgoing.kind is Kind.HOME:
        return None
    return f"board:{outgoing.deal_id}" if outgoing.kind is Kind.PIN_BOARD and not outgoing.edits else outgoing.edits


def _pause(attempt: int) -> float:
    """Return the seconds before the next attempt: twice as long each time."""
    return min(FIRST_PAUSE * 2.0**attempt, LONGEST_PAUSE)
