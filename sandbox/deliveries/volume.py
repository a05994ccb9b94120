"""How much an app is told in an hour: the most that Slack sends, and the failures after which it stops sending."""

from collections import deque
from dataclasses import dataclass, field

from sandbox import limits

HOUR = 3600
MINUTE = 60


@dataclass
class Tally:
    """Counts what happened in the last hour, minute by minute, so that a busy hour costs no memory."""

    _minutes: deque[list[int]] = field(default_factory=deque)

    def add(self, epoch: float) -> None:
        minute = int(epoch) // MINUTE
        if self._minutes and self._minutes[-1][0] == minute:
            self._minutes[-1][1] += 1
        else:
            self._minutes.append([minute, 1])

    def total(self, epoch: float) -> int:
        # Minutes go as a whole, so that an hour is never longer than sixty of them.
        oldest = (int(epoch) - HOUR) // MINUTE
        while self._minutes and self._minutes[0][0] <= oldest:
            self._minutes.popleft()
        return sum(count for _, count in self._minutes)

    def clear(self) -> None:
        self._minutes.clear()


@dataclass
class Quota:
    """So many events an hour for one workspace; `minute_told` is the last minute of which the app knows that it was full."""

    most: int = limits.EVENTS_PER_HOUR
    minute_told: int = 0
    _sent: Tally = field(default_factory=Tally)

    def take(self, epoch: float) -> bool:
        # What is refused is not counted: an app that is over its limit comes back an hour later, however much happens.
        if self._sent.total(epoch) >= self.most:
            return False
        self._sent.add(epoch)
        return True

    def owes_word(self, epoch: float) -> bool:
        """Say, once a minute, that the app is to be told of events it does not get."""
        minute = int(epoch) // MINUTE * MINUTE
        if minute == self.minute_told:
            return False
        self.minute_told = minute
        return True


@dataclass
class Health:
    """Whether an app takes what it is told; one that hardly ever does is not told any more until it asks anew."""

    is_off: bool = False
    _tried: Tally = field(default_factory=Tally)
    _failed: Tally = field(default_factory=Tally)

    def note(self, epoch: float, *, is_acked: bool) -> None:
        self._tried.add(epoch)
        if is_acked:
            return
        self._failed.add(epoch)
        tried = self._tried.total(epoch)
        # An app that hears little is never switched off, however badly it listens.
        if tried >= limits.EVENTS_BEFORE_OFF and self._failed.total(epoch) > limits.FAILED_SHARE * tried:
            self.is_off = True

    def forgive(self) -> None:
        """Begin anew, as when the developer switches the events on again."""
        self.is_off = False
        self._tried.clear()
        self._failed.clear()
