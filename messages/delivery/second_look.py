"""Look once more at messages and channels that were in doubt: of two copies the earlier one stays."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.outgoing import Kind
from bot.ports import Clock, Outbox, Row, Work, Workspace
from bot.redraws import drawn_anew
from messages.delivery.effects import EFFECTS, post
from messages.delivery.guard import Guard
from messages.delivery.looks import Look
from messages.delivery.marks import mark
from messages.delivery.outcomes import Failure, Later, Outcome, Refused, Sent
from messages.delivery.reconcile import oldest
from messages.delivery.twins import put_away_twins
from messages.delivery.wire import Wire
from messages.tracing import about

log = logging.getLogger(__name__)

LEASE = 60.0
AT_ONCE = 20
AFTER_TROUBLE = 60.0
"""Seconds until the next look where Slack does not say when it would take one."""
PATIENCE = timedelta(days=1)
"""How long a look is tried again: after that people have long read what stands there, be it once or twice."""
# Slack's own figure is ten minutes after the row was sent; a look that began earlier than that tells of nothing new.
LONG_ENOUGH = timedelta(minutes=10)
GONE = frozenset({"message_not_found"})


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """Makes good what no lease can rule out: a process that slept between its look at the clock and its call."""

    outbox: Outbox
    work: Work
    clock: Clock
    wire_for: Callable[[Row], Wire]

    def run(self, guard: Guard) -> None:
        """Look at what is due for a second look; ``guard`` keeps what fails with one row from the others."""
        rows = self.outbox.second_looks(now=self.clock.machine(), lease_for=LEASE, limit=AT_ONCE)
        for row in rows:
            with about(workspace=row.workspace_id, deal=row.outgoing.deal_id, key=row.outgoing.key):
                guard(partial(self._see_to, row, rows))

    def _see_to(self, row: Row, rows: Sequence[Row]) -> None:
        if _is_message(row):
            self._look(row, [each.body or "" for each in rows if _is_message(each) and _is_beside(each, row)])
        elif row.outgoing.kind is Kind.OPEN_CHANNEL:
            self._look_for_twins(row)
        else:
            self._done(row)

    def _look_for_twins(self, row: Row) -> None:
        deal_id = row.outgoing.deal_id
        with self.work(row.workspace_id) as uow:
            bot, deal = uow.workspace().bot_user_id, uow.deal(deal_id) if deal_id else None
        if deal is None or deal.channel_id is None:
            self._done(row)
            return
        notes = put_away_twins(deal, bot, self.wire_for(row))
        if not isinstance(notes, list):
            self._not_now(row, notes)
            return
        for note in notes:
            log.warning("%s: %s", row.outgoing.key, note)
        self._done(row, note="; ".join(notes) or None)

    def _look(self, row: Row, bodies: Sequence[str]) -> None:
        assert row.channel_id
        wire = self.wire_for(row)
        with self.work(row.workspace_id) as uow:
            workspace = uow.workspace()
        look = wire.look(row.channel_id, author=workspace.bot_user_id, oldest=oldest(bodies), after=LONG_ENOUGH)
        if isinstance(look, Look):
            self._keep_the_first(row, wire, _copies(look, row, workspace))
        else:
            self._not_now(row, look)

    def _keep_the_first(self, row: Row, wire: Wire, copies: Sequence[str]) -> None:
        # The earlier one, whoever asks and however often: two processes that look at once delete the same copies.
        first, *later = copies or (None,)
        if first and later and (failed := _pinned_too(row, wire, first)):
            self._not_now(row, failed)
            return
        for ts in later:
            said = wire.ask("chat.delete", {"channel": row.channel_id, "ts": ts})
            if not _is_gone(said):
                assert not isinstance(said, Sent)
                self._not_now(row, said)
                return
            log.warning("%s stood in Slack twice; the later copy, %s, is deleted", row.outgoing.key, ts)
        self._done(row, ts=first, note=f"It stood there twice. Deleted: {', '.join(later)}" if later else None)
        if first and later:
            self._draw_anew(row, first)

    def _draw_anew(self, row: Row, first: str) -> None:
        """Bring the one that stays up to date: what was edited meanwhile was the one that is gone."""
        with self.work(row.workspace_id) as uow:
            uow.send(tuple(drawn_anew(row.outgoing, f"first:{first}")), now=self.clock.now())

    def _not_now(self, row: Row, said: Failure) -> None:
        machine = self.clock.machine()
        is_over = row.last_wire_at is None or machine > row.last_wire_at + PATIENCE
        if is_over or (isinstance(said, Refused) and said.permanent):
            log.warning("%s was in doubt and cannot be looked at again: %s", row.outgoing.key, said.why)
            self._done(row, note=f"It could not be looked at again: {said.why}")
        else:
            seconds = said.seconds if isinstance(said, Later) else AFTER_TROUBLE
            again_at = machine + timedelta(seconds=seconds)
            self.outbox.looked_again(row, ts=None, note=said.why, again_at=again_at)

    def _done(self, row: Row, *, ts: str | None = None, note: str | None = None) -> None:
        self.outbox.looked_again(row, ts=ts, note=note, again_at=None)


def _is_message(row: Row) -> bool:
    return EFFECTS[row.outgoing.kind] is post and row.body is not None and row.channel_id is not None


def _is_beside(one: Row, other: Row) -> bool:
    return (one.workspace_id, one.channel_id) == (other.workspace_id, other.channel_id)


def _copies(look: Look, row: Row, workspace: Workspace) -> list[str]:
    return list(look.standing(mark(row.outgoing.key, workspace.secret)))


def _pinned_too(row: Row, wire: Wire, first: str) -> Failure | None:
    """Pin the board that stays, since the one that goes may be the one that was pinned; return why it failed.

    A refusal is no reason to leave two boards there.
    """
    if row.outgoing.kind is not Kind.BOARD:
        return None
    said = wire.ask("pins.add", {"channel": row.channel_id, "timestamp": first})
    return None if isinstance(said, Sent | Refused) else said


def _is_gone(said: Outcome) -> bool:
    return isinstance(said, Sent) or (isinstance(said, Refused) and said.why in GONE)
