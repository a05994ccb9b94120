"""The tick: a command nobody typed. Looks at what is due, in every workspace, and never stops because of one row."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.model import DealId, WorkspaceId
from bot.ports import Clock, DigestClock, Trouble
from bot.service import home_news, sweep
from bot.service.desk import Desk
from commands.seeing.figures import Figures
from messages.tracing import about

log = logging.getLogger(__name__)

ROUNDS = 20
"""How many batches one tick works off in a workspace before the next workspace has its turn."""


Guard = Callable[[Callable[[], None]], bool]
"""Do some of the clock's work and tell whether it went well; what it raises goes no further."""


def edge(work: Callable[[], None]) -> bool:
    """Do some of the clock's work; a bug in it is logged and stops nothing else. Tell whether it went well.

    Trouble with the memory is no bug: the memory tells of it once, where each piece of work would tell it every second.
    """
    try:
        work()
    except Trouble as trouble:
        log.debug("Work of the clock waits: %s", trouble)
        return False
    except Exception:
        log.exception("Incident: work of the clock failed; it will be tried again")
        return False
    return True


@dataclass(slots=True)
class Tick:
    """One look at everything that is due.

    ``guard`` stands around each piece of it. ``completed_at`` is the business time at which the last whole look began,
    ``beat_at`` its machine time. ``afterwards`` is done when a look went well: who audits must not find it half done.
    """

    desk: Desk
    clock: Clock
    due_workspaces: Callable[[datetime], Sequence[WorkspaceId]]
    guard: Guard = edge
    completed_at: datetime | None = None
    beat_at: datetime | None = None
    figures: Figures | None = None
    afterwards: Sequence[Callable[[datetime], None]] = ()

    def run(self) -> None:
        """Look once; a workspace whose rows fail does not keep the others waiting."""
        begun = self.figures.moment() if self.figures else 0.0
        now = self.clock.now()
        # Of the whole look one moment: what becomes due while it lasts is the next one's.
        went_well = self._look(now)
        if went_well:
            self.completed_at, self.beat_at = now, self.clock.machine()
            for work in self.afterwards:
                self.guard(partial(work, now))
        if self.figures:
            self.figures.ticked(self.figures.moment() - begun, went_well=went_well)

    def _look(self, now: datetime) -> bool:
        found: list[WorkspaceId] = []
        went_well = self.guard(lambda: found.extend(self.due_workspaces(now)))
        for workspace_id in found:
            with about(workspace=workspace_id):
                went_well &= self.guard(partial(self._sweep, workspace_id, now))
                went_well &= self.guard(partial(self._digest, workspace_id, now))
                # Last: a Home shows what the looks before it decided, and boards and questions are in the outbox first.
                went_well &= self.guard(partial(self._show, workspace_id, now))
        return went_well

    def _sweep(self, workspace_id: WorkspaceId, now: datetime) -> None:
        for _ in range(ROUNDS):
            due = sweep.due(self.desk, workspace_id, now=now)
            for deal_id in due:
                with about(deal=deal_id):
                    self._review(workspace_id, deal_id, now)
            if not due:
                return

    def _review(self, workspace_id: WorkspaceId, deal_id: DealId, now: datetime) -> None:
        if not self.guard(lambda: sweep.review(self.desk, workspace_id, deal_id, now=now)):
            log.error("Deal %s could not be reviewed and is pushed ahead", deal_id)
            self.guard(lambda: sweep.postpone(self.desk, workspace_id, deal_id, now=now))

    def _digest(self, workspace_id: WorkspaceId, now: datetime) -> None:
        for _ in range(ROUNDS):
            due = sweep.due_digests(self.desk, workspace_id, now=now)
            for clock in due:
                with about(key=f"digest:{clock.kind}:{clock.audience}"):
                    self._send(workspace_id, clock, now)
            if not due:
                return

    def _send(self, workspace_id: WorkspaceId, clock: DigestClock, now: datetime) -> None:
        if not self.guard(lambda: sweep.send_digest(self.desk, workspace_id, clock, now=now)):
            log.error("The digest for %s could not be made and is pushed ahead", clock.audience)
            self.guard(lambda: sweep.postpone_digest(self.desk, workspace_id, clock, now=now))

    def _show(self, workspace_id: WorkspaceId, now: datetime) -> None:
        for _ in range(ROUNDS):
            if not home_news.show(self.desk, workspace_id, now=now):
                return


def every(seconds: float, tick: Tick, *, beside: Sequence[Callable[[], None]] = ()) -> BackgroundScheduler:
    """Return a scheduler that holds these jobs in memory and no other state; start and shut it down yourself.

    What is done ``beside`` the tick has threads of its own: it may wait for Slack, for which no deal is kept waiting.
    """
    scheduler = _Steady(timezone="UTC")
    scheduler.longest_wait = seconds
    how: Mapping[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(tick.run, _After(seconds), id="tick", **how)
    for work in beside:
        scheduler.add_job(edge, _After(seconds), args=(work,), **how)
    return scheduler


class _After(BaseTrigger):  # type: ignore[misc] # the library ships no types
    """So long after the last time was noticed.

    The library's own counts every time that was missed: a clock that jumps a year ahead kept it busy for a minute.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self.interval


class _Steady(BackgroundScheduler):  # type: ignore[misc] # the library ships no types
    """Goes on when the machine's clock is set back: the library would wait until that moment comes again."""

    longest_wait = 0.0

    def _process_jobs(self) -> float | None:
        wait: float | None = super()._process_jobs()
        if wait is None or wait <= self.longest_wait:
            return wait
        too_long = timedelta(seconds=wait - self.longest_wait)
        for job in self.get_jobs():
            job.modify(next_run_time=job.next_run_time - too_long)
        return self.longest_wait
