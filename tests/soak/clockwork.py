"""The workspace's clock, wound by the soak: it runs fast by day and is set over the night."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from sandbox.client import Json, SandboxClient
from tests.soak.timeline import Timeline


class Clockwork:
    """Sets the clock, tells its time without asking, and marks in the timeline how it went."""

    def __init__(self, slack: SandboxClient, timeline: Timeline) -> None:
        self._slack = slack
        self._timeline = timeline
        self._read = self._told(slack.clock, time.monotonic())

    def runs(self, speed: float) -> None:
        """Let it run at so many times real time, whatever is under way."""
        self._set(lambda: self._slack.set_speed(speed, wait=False))

    def jumps(self, to: datetime) -> None:
        """Set it to a moment ahead, whatever is under way."""
        self._set(lambda: self._slack.move_clock(to, wait=False))

    def now(self) -> float:
        """Return the time there, as far as one can know it without asking."""
        at, there, speed = self._read
        return there + (time.monotonic() - at) * speed

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)

    def note(self) -> None:
        """Mark where it is now; between two marks it must have run evenly."""
        self._timeline.mark(time.monotonic(), self.now())

    def _set(self, change: Callable[[], Json]) -> None:
        self.note()
        self._read = self._told(change, time.monotonic())
        self.note()

    @staticmethod
    def _told(ask: Callable[[], Json], before: float) -> tuple[float, float, float]:
        told = ask()
        return (before + time.monotonic()) / 2, float(told["epoch"]), float(told["speed"])
