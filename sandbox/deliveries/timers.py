"""Does things later, in the time of the workspace: when its clock gets there by itself or is moved there."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.live import InFlight

Job = Callable[[], Awaitable[None]]


@dataclass
class Timers:
    clock: Clock
    in_flight: InFlight
    _waiting: list[tuple[float, int, Job]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def after(self, seconds: float, job: Job) -> None:
        heapq.heappush(self._waiting, (self.clock.epoch() + seconds, next(self._numbers), job))
        self.wake()

    def wake(self) -> None:
        """Look again at what is due; to be called when the clock was moved."""
        self._start_due()
        self._wake.set()

    async def run(self) -> None:
        """Start what is due, for ever; cancelled when the server stops."""
        while True:
            self._wake.clear()
            self._start_due()
            pause = self.clock.real_seconds_until(self._waiting[0][0]) if self._waiting else None
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _start_due(self) -> None:
        while self._waiting and self._waiting[0][0] <= self.clock.epoch():
            _, _, job = heapq.heappop(self._waiting)
            self.in_flight.begin()
            task = asyncio.get_running_loop().create_task(self._do(job))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _do(self, job: Job) -> None:
        try:
            await job()
        finally:
            self.in_flight.end()
