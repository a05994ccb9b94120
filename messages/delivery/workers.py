"""The courier's threads: they deliver while there is something, and sleep until woken or until it is time to look."""

import threading
from collections.abc import Callable

from messages.delivery.courier import Courier
from messages.delivery.guard import Guard

LOOK_EVERY = 1.0
"""Seconds after which a sleeping worker looks by itself: for rows that were put back, and for other processes' rows."""
AT_ONCE = 8


class Workers:
    """Started once, stopped once. ``guard`` keeps one row's bug, or a database that is away, from ending a thread.

    ``stand_back`` is called before each piece of work, and may wait for a moment.
    """

    def __init__(
        self,
        courier: Courier,
        *,
        guard: Guard,
        count: int = 4,
        look_every: float = LOOK_EVERY,
        stand_back: Callable[[], None] = lambda: None,
    ) -> None:
        self._courier = courier
        self._guard = guard
        self._stand_back = stand_back
        self._look_every = look_every
        self._woken = 0
        self._change = threading.Condition()
        self._threads = [threading.Thread(target=self._run, name=f"courier-{n + 1}", daemon=True) for n in range(count)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look now: something was committed.

        One worker is woken: of four that look at once, three find what the first has taken. One that finds more than it
        can carry wakes the next.
        """
        with self._change:
            self._woken += 1
            self._change.notify()

    def stop(self, timeout: float | None = None) -> None:
        """Finish the row in hand, give the others back, and end."""
        self._courier.is_stopping = True
        with self._change:
            self._woken += 1
            self._change.notify_all()
        for thread in self._threads:
            thread.join(timeout)

    def _run(self) -> None:
        while not self._courier.is_stopping:
            seen = self._woken
            if not self._deliver():
                self._sleep(seen)

    def _deliver(self) -> int:
        claimed = 0

        def once() -> None:
            nonlocal claimed
            claimed = self._courier.deliver_once(AT_ONCE, self._politely, more=self.wake)

        self._politely(once)
        return claimed

    def _politely(self, work: Callable[[], None]) -> object:
        self._stand_back()
        return self._guard(work)

    def _sleep(self, seen: int) -> None:
        """Wait for a change since ``seen``: one that came while we delivered is not slept through."""
        with self._change:
            self._change.wait_for(lambda: self._woken != seen, timeout=self._look_every)
