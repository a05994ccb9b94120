"""Does things later, in the time of the workspace: when its clock gets there by itself or is moved there."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.clock import Clock
from sandbox.edge.stumbling import sound
from sandbox.live import InFlight

Job = Callable[[], Awaitable[None]]


class Waiting(NamedTuple):
    """What is to be done when; `number` keeps those of one moment in the order in which they were asked for."""

    epoch: float
    number: int
    job: Job
    is_awaited: bool


@dataclass
class Timers:
    clock: Clock
    in_flight: InFlight
    _waiting: list[Waiting] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _awaited: set[asyncio.Task[None]] = field(default_factory=set)

    def after(self, seconds: float, job: Job, *, is_awaited: bool = False) -> None:
        """Do it when so much time has gone by; whoever moves the clock past it waits for it if `is_awaited`."""
        epoch = self.clock.epoch() + seconds
        heapq.heappush(self._waiting, Waiting(epoch, next(self._numbers), job, is_awaited))
        self.wake()

    def wake(self) -> None:
        """Look again at what is due; to be called when the clock was moved."""
        self._start_due()
        self._wake.set()

    async def settle(self, seconds: float) -> None:
        """Wait until what was due and is awaited has been done, for at most so long in real time."""
        if self._awaited:
            # What takes longer goes on by itself; a silent app must not hold whoever moves the clock for ever.
            await asyncio.wait(list(self._awaited), timeout=seconds)

    async def run(self) -> None:
        """Start what is due, for ever; cancelled when the server stops."""
        while True:
            self._wake.clear()
            self._start_due()
            pause = self.clock.real_seconds_until(self._waiting[0].epoch) if self._waiting else None
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _start_due(self) -> None:
        while self._waiting and self._waiting[0].epoch <= self.clock.epoch():
            due = heapq.heappop(self._waiting)
            # Before the task runs: whoever moves the clock next must see it already.
            self.in_flight.begin()
            task = asyncio.get_running_loop().create_task(self._do(due.job))
            for tasks in (self._running, self._awaited) if due.is_awaited else (self._running,):
                tasks.add(task)
                task.add_done_callback(tasks.discard)

    async def _do(self, job: Job) -> None:
        try:
            await sound(job(), lambda _bug: None)
        finally:
            self.in_flight.end()
