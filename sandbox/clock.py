"""The clock of the workspace: real time, sped up and moved forward, never back."""

import threading
import time
from datetime import UTC, datetime, timedelta

from sandbox.errors import Refused

FASTEST = 100_000.0
# A clock that runs must not reach the end of the calendar by itself: nothing could tell the time any more.
LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class Clock:
    """Starts at `start` (now, if None) and runs at `speed` times real time; safe to read from any thread."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        check_speed(speed)
        self._lock = threading.Lock()
        self._anchor = start or datetime.now(UTC)
        self._anchored_at = time.monotonic()
        self._speed = speed

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> datetime:
        with self._lock:
            return self._reading()

    def epoch(self) -> float:
        return self.now().timestamp()

    def move_to(self, moment: datetime) -> None:
        with self._lock:
            now = self._reading()
            if moment < now:
                raise Refused(f"It is {now.isoformat()} already; the clock only moves forward. Give a later moment.")
            if moment > LATEST:
                raise Refused(f"The calendar here ends in {LATEST.year}. Give an earlier moment.")
            self._anchor_at(moment)

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise Refused("The clock only moves forward. Give zero or more seconds.")
        with self._lock:
            now = self._reading()
            if seconds > (LATEST - now).total_seconds():
                raise Refused(f"{seconds} seconds leave the calendar, which ends in {LATEST.year} here. Give fewer.")
            self._anchor_at(now + timedelta(seconds=seconds))

    def set_speed(self, speed: float) -> None:
        check_speed(speed)
        with self._lock:
            self._anchor_at(self._reading())
            self._speed = speed

    def real_seconds_until(self, epoch: float) -> float | None:
        """Seconds of real time until the clock shows `epoch` by itself; None when it is stopped."""
        left = epoch - self.epoch()
        if left <= 0:
            return 0.0
        return left / self._speed if self._speed else None

    def _reading(self) -> datetime:
        # The machine's own clock may be set back while we run; this one may not.
        elapsed = time.monotonic() - self._anchored_at
        return self._anchor + timedelta(seconds=elapsed * self._speed)

    def _anchor_at(self, moment: datetime) -> None:
        self._anchor = moment
        self._anchored_at = time.monotonic()


def check_speed(speed: float) -> None:
    """Refuse a speed that is no number of ours: backwards, no number at all, or too fast to wait for anything."""
    if not 0 <= speed <= FASTEST:
        raise Refused(f"A speed is a number from 0 (stopped) to {FASTEST:.0f}; 1 is real time.")
