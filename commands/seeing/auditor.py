"""Look now and then for what should have been looked at and was not, and let everybody know who can do something."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import WorkspaceId
from bot.ports import Clock
from bot.rules.auditing import findings
from bot.service import audit
from bot.service.desk import Desk
from bot.watching import Evidence, Fault, Finding
from commands.seeing.figures import Figures
from messages.findings import phrases
from messages.tracing import about

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
NAMED = 10
"""How many of a kind a line of the log names."""
FOR_PEOPLE = frozenset({Fault.WITHOUT_OWNER})
"""What Baton did all it could about: it is told, and the process is ready all the same."""


class Audits(Protocol):
    """What is asked of the memory: by other questions than those that the sweep and the courier ask."""

    def workspaces(self) -> Sequence[WorkspaceId]:
        """Return the workspaces that can be audited."""
        ...

    def evidence(self, workspace_id: WorkspaceId, *, now: datetime, machine: datetime) -> Evidence:
        """Read what may be wrong in a workspace."""
        ...


@dataclass(slots=True)
class Auditor:
    """Audits after a tick that went well, as often as ``every`` says; each process for itself.

    What one audit finds and the next does not was on its way, or waited for a clock that jumped: only what two find is
    told. ``guard`` keeps what fails in one workspace from the others.
    """

    audits: Audits
    desk: Desk
    clock: Clock
    figures: Figures
    guard: Callable[[Callable[[], None]], object]
    every: timedelta = EVERY
    _next_at: datetime | None = None
    _seen: dict[WorkspaceId, frozenset[tuple[Fault, str]]] = field(default_factory=dict)
    _standing: dict[WorkspaceId, Sequence[Finding]] = field(default_factory=dict)

    def run(self, now: datetime) -> None:
        """Audit all workspaces, if it is time; ``now`` is the business time of the tick before."""
        machine = self.clock.machine()
        # Too far ahead it was put by a clock that was set back since: nobody would audit until that moment.
        if self._next_at is not None and machine < self._next_at <= machine + self.every:
            return
        self._next_at = machine + self.every
        there = self.audits.workspaces()
        for workspace_id in there:
            with about(workspace=workspace_id):
                self.guard(lambda here=workspace_id: self._audit(here, now, machine))  # type: ignore[misc]
        self._standing = {each: self._standing[each] for each in there if each in self._standing}
        self.figures.found(self._counts())

    def problem(self) -> str | None:
        """Say what stands in the way of being ready, if anything does."""
        wrong = {fault: count for fault, count in self._counts().items() if fault not in FOR_PEOPLE}
        return f"an audit found: {', '.join(phrases(wrong))}" if wrong else None

    def _audit(self, workspace_id: WorkspaceId, now: datetime, machine: datetime) -> None:
        # Judged after the transaction that read it: rules take their time, and hold no snapshot open.
        found = findings(self.audits.evidence(workspace_id, now=now, machine=machine), now=now)
        before = self._seen.get(workspace_id, frozenset())
        self._seen[workspace_id] = frozenset((each.fault, each.about) for each in found)
        standing = [each for each in found if (each.fault, each.about) in before]
        self._standing[workspace_id] = standing
        if standing:
            _write(standing)
            audit.report(self.desk, workspace_id, Counter(each.fault for each in standing), now=now)

    def _counts(self) -> Mapping[Fault, int]:
        return Counter(each.fault for standing in self._standing.values() for each in standing)


def _write(standing: Sequence[Finding]) -> None:
    """Name the first of each kind, the longest standing first: by their ids, for a log is read by many."""
    for fault in Fault:
        ids = [each.about for each in standing if each.fault is fault]
        if ids:
            named = ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if len(ids) > NAMED else "")
            log.error("An audit found %s: %s", fault, named)
