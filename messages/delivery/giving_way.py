"""Whoever waits comes first: couriers and the clock stand back while somebody is being answered, for a moment at most."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident

from bot.model import WorkspaceId
from bot.ports import UnitOfWork, Work

MOST_SECONDS = 0.05
"""How long is stood back each time. A message begins four times, so a fifth of a second: then it goes out, however many
people press without end."""

TURN_SECONDS = 0.0005
"""How long one thread computes while others want to. Python's own five milliseconds are as long as an answer, which wants
its turn after each look into the database: a courier that draws a board held it up that often."""


@contextmanager
def short_turns() -> Iterator[None]:
    """Have this process's threads take short turns until the block ends."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


class GivingWay:
    """Shared between those who answer and those who deliver.

    A process has one interpreter and SQLite one writer. A message of four transactions beside a press costs the one who
    pressed more than the press itself, and whoever reads the message nothing that they notice.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._answering: Counter[int] = Counter()
        self._change = Condition()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Have the others stand back until the block ends."""
        with self._change:
            self._answering[get_ident()] += 1
        try:
            yield
        finally:
            with self._change:
                self._answering -= Counter((get_ident(),))
                if not self._answering:
                    self._change.notify_all()

    def stand_back(self) -> None:
        """Wait until nobody is being answered, but no longer than is said above. Who answers waits for nobody."""
        with self._change:
            if get_ident() not in self._answering:
                self._change.wait_for(lambda: not self._answering, timeout=self._most_seconds)

    def behind(self, work: Work) -> Work:
        """Return the same units of work, each of which is stood back from before it begins.

        Not only each message: one takes ten milliseconds, and who presses in the middle would wait for all of it.
        """

        @contextmanager
        def begin(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
            self.stand_back()
            with work(workspace_id) as uow:
                yield uow

        return begin
