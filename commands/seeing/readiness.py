"""Whether the process is ready: the reasons why not, each looked for where it would show."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import WorkspaceId
from bot.ports import Clock, Trouble
from bot.watching import NO_TIME, Pulse
from commands.seeing.condition import Condition

MISSED_TICKS = 3
SHORTEST_PATIENCE = 15.0
"""Seconds: a tick that has much to do is no standstill."""
LATE_LOOK = timedelta(minutes=10)
LATE_MESSAGE = timedelta(minutes=30)
"""Slack takes twenty new channels a minute: a list that is started lets some messages wait for many minutes."""


class Ticking(Protocol):
    """What is asked of the tick: the business time and the machine time at which it last completed."""

    completed_at: datetime | None
    beat_at: datetime | None


class Watches(Protocol):
    """What is asked of the memory about what waits."""

    def pulse(self, *, now: datetime, machine: datetime) -> Pulse:
        """Return how much waits, and for how long."""
        ...

    def schema_problem(self) -> str | None:
        """Say what is wrong with the tables."""
        ...


@dataclass(frozen=True)
class Readiness:
    """Look how the process is.

    ``troubles`` says at once what keeps the memory from being used, if anything is known to; ``problems`` are asked in
    order: secrets that cannot be read, a look back that is not done, what an audit found.
    """

    clock: Clock
    tick: Ticking
    tick_seconds: float
    watching: Watches
    due_workspaces: Callable[[datetime], Sequence[WorkspaceId]]
    troubles: Callable[[], str | None]
    problems: Sequence[Callable[[], str | None]]

    def look(self) -> Condition:
        """Look once; a memory that cannot be asked is the only problem then."""
        # Not asked again: a monitor would wait for as long as the database does, and take that for an answer as well.
        if known := self.troubles():
            return self._in_trouble(known)
        try:
            return self._look()
        except Trouble as trouble:
            return self._in_trouble(str(trouble))

    def _in_trouble(self, sentence: str) -> Condition:
        return Condition(self.tick.completed_at, Pulse(), is_quiet=False, problems=(sentence,))

    def _look(self) -> Condition:
        # Counted before and after: a tick in between leaves nothing due, and its messages in the outbox.
        before = self._pulse()
        now = self.clock.now()
        is_due = bool(self.due_workspaces(now))
        pulse = before if before.waiting else self._pulse()
        return Condition(
            ticked_at=self.tick.completed_at,
            pulse=pulse,
            is_quiet=not (pulse.waiting or is_due),
            problems=tuple(filter(None, self._problems(pulse))),
            look_lag=max(now - pulse.due_look, NO_TIME) if pulse.due_look else NO_TIME,
        )

    def _pulse(self) -> Pulse:
        return self.watching.pulse(now=self.clock.now(), machine=self.clock.machine())

    def _problems(self, pulse: Pulse) -> Iterator[str | None]:
        yield self.watching.schema_problem()
        yield self._stands_still()
        yield from (problem() for problem in self.problems)
        yield self._late_look(pulse)
        if pulse.lag > LATE_MESSAGE:
            yield f"a message has been due for {_whole(pulse.lag)}: is Slack slow, does it refuse, can it be reached?"

    def _stands_still(self) -> str | None:
        limit = timedelta(seconds=max(MISSED_TICKS * self.tick_seconds, SHORTEST_PATIENCE))
        beat_at = self.tick.beat_at
        # A clock that was set back would otherwise hide a standstill until it has caught up.
        is_still = beat_at is None or abs(self.clock.machine() - beat_at) > limit
        return f"no tick has completed for {limit}" if is_still else None

    def _late_look(self, pulse: Pulse) -> str | None:
        """Tell of what the last tick left behind; what became due since, by a clock that jumped, is no fault of it."""
        ticked_at = self.tick.completed_at
        if pulse.due_look is None or ticked_at is None or ticked_at - pulse.due_look <= LATE_LOOK:
            return None
        return f"a deal or a digest has not been looked at for {_whole(ticked_at - pulse.due_look)} since it was due"


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=int(span.total_seconds()))
