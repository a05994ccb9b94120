"""A workspace that lives by its ticks, with a courier that never fails, until somebody breaks something by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, select, update

from bot.model import ChannelId, DealId
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted, RowState
from bot.rules.auditing import findings
from bot.service import delivery
from bot.watching import Fault, Finding
from commands.seeing.auditor import Auditor
from commands.tick import Tick, edge
from storage.auditing import Auditing
from storage.claims import is_waiting
from storage.mapping import read_outgoing
from storage.people_mark import mark_anew
from storage.schema.boxes import outbox
from tests.bot.making import NOW
from tests.bot.service.conftest import Office, won
from tests.commands.hall import HandClock
from tests.commands.seeing.conftest import Watch

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Town:
    """An office, its clock, its ticks and whoever audits it."""

    office: Office
    watch: Watch
    clock: HandClock = field(default_factory=lambda: HandClock(NOW))
    is_delivering: bool = True
    tick: Tick = field(init=False)
    auditor: Auditor = field(init=False)

    def __post_init__(self) -> None:
        self.auditor = Auditor(
            Auditing(self.office.storage.database),
            self.office.desk,
            self.clock,
            self.watch.figures,
            guard=edge,
            every=timedelta(),
        )
        due = self.office.storage.workspaces.due
        self.tick = Tick(self.office.desk, self.clock, lambda now: due(now=now))

    def win(self, external_id: str = "D-1") -> DealId:
        return self.office.receive(won(external_id, at=self.clock.at), now=self.clock.at).deal_id

    def live(self, span: timedelta, step: timedelta = HOUR, each: Callable[[], object] = lambda: None) -> None:
        """Let time pass, a tick and a courier at every step."""
        until = self.clock.at + span
        while self.clock.at < until:
            self.clock.at += step
            self.tick.run()
            if self.is_delivering:
                self.deliver()
            each()

    def deliver(self) -> None:
        for row in self._waiting():
            delivery.told(self.office.desk, self.office.workspace.id, row, self._posted(row), self.clock.at)
            self.set(outbox, outbox.c.key == row.key, state=RowState.SENT, ended_at=self.clock.at)

    def found(self) -> list[Finding]:
        """Audit at once, without waiting for a second opinion."""
        evidence = self.auditor.audits.evidence(self.office.workspace.id, now=self.clock.at, machine=self.clock.at)
        return list(findings(evidence, now=self.clock.at))

    def faults(self) -> set[Fault]:
        return {each.fault for each in self.found()}

    def audit_twice(self) -> None:
        for _ in range(2):
            self.auditor.run(self.clock.at)

    def set(self, table: Table, *conditions: Any, **values: Any) -> None:
        """Change rows by hand, as no rule of ours ever would."""
        with self.office.storage.database.writing() as connection:
            done = connection.execute(update(table).where(*conditions).values(**values))
            assert done.rowcount, "nothing was changed: the test breaks what is not there"
            # Whoever changes people by hand says so, as Baton does.
            mark_anew(connection, self.office.workspace.id)

    def alerts(self) -> list[Outgoing]:
        return self.office.sent(Kind.ALERT)

    def is_waiting(self, key: str) -> bool:
        return key in [row.key for row in self._waiting()]

    def _waiting(self) -> list[Outgoing]:
        wanted = select(outbox).where(is_waiting(outbox), outbox.c.not_before <= self.clock.at)
        with self.office.storage.database.reading() as connection:
            rows = connection.execute(wanted.order_by(outbox.c.position)).mappings().all()
        return [read_outgoing(row) for row in rows]

    def _posted(self, row: Outgoing) -> Posted:
        channel = ChannelId(f"C{row.in_channel_of.hex[:8].upper()}" if row.in_channel_of else "D1")
        return Posted(channel, "deal-acme" if row.kind is Kind.OPEN_CHANNEL else f"{self.clock.at.timestamp():.6f}")
