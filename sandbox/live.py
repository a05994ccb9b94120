"""What is going on right now: how often things changed, and what is not finished yet."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Changes:
    """Counts changes of the workspace; whoever waits is told of each."""

    version: int = 0
    is_over: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self) -> None:
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def finish(self) -> None:
        """End every stream, so that the server can stop."""
        self.is_over = True
        self._changed.set()

    async def stream(self) -> AsyncIterator[int]:
        told = -1
        while not self.is_over:
            if self.version != told:
                told = self.version
                yield told
            await self.newer_than(told)

    async def newer_than(self, version: int) -> None:
        """Wait until something has changed since this version; at the end of it all nobody waits any longer."""
        while self.version <= version and not self.is_over:
            # Each change leaves its own event set for good: whoever waits for one cannot sleep through it.
            await self._changed.wait()


class InFlight:
    """Counts what has begun and not ended: calls being answered, deliveries without an ack."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def count(self) -> int:
        return self._count

    @contextmanager
    def one(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()

    def begin(self) -> None:
        self._count += 1
        self._idle.clear()

    def end(self) -> None:
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def until_idle(self, seconds: float) -> bool:
        """Wait until nothing is under way; False when that took longer than `seconds` of real time."""
        try:
            async with asyncio.timeout(seconds):
                while self._count:
                    await self._idle.wait()
        except TimeoutError:
            return False
        return True
