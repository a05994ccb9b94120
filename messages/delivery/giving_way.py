"""Whoever waits comes first: couriers stand back while somebody is being answered, for a moment at most."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

MOST_SECONDS = 0.2
"""How long one message stands back: however many people press without end, it goes out after that."""


class GivingWay:
    """Shared between those who answer and those who deliver.

    A process has one interpreter and SQLite one writer. A message of four transactions beside a press costs the one who
    pressed more than the press itself, and whoever reads the message nothing that they notice.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._answering = 0
        self._change = Condition()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Have deliveries stand back until the block ends."""
        with self._change:
            self._answering += 1
        try:
            yield
        finally:
            with self._change:
                self._answering -= 1
                if not self._answering:
                    self._change.notify_all()

    def stand_back(self) -> None:
        """Wait until nobody is being answered, but no longer than is said above."""
        with self._change:
            self._change.wait_for(lambda: not self._answering, timeout=self._most_seconds)
