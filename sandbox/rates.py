"""Slack's rate limits: so many calls of one kind in any minute of the workspace's time."""

import math
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

WINDOW = 60.0


@dataclass
class Rates:
    is_enforced: bool = True
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, limits: Mapping[str, int], epoch: float) -> int | None:
        """Count one call under each of these keys; answers the seconds to wait if there were too many under any.

        A call that has to wait counts nowhere: whoever waits as told is let in, however often they asked before.
        """
        if not self.is_enforced:
            return None
        waits = [self._wait(key, most, epoch) for key, most in limits.items()]
        if any(waits):
            return max(waits)
        for key in limits:
            self._calls[key].append(epoch)
        return None

    def _wait(self, key: str, most: int, epoch: float) -> int:
        calls = self._calls[key]
        while calls and calls[0] <= epoch - WINDOW:
            calls.popleft()
        return max(1, math.ceil(calls[0] + WINDOW - epoch)) if len(calls) >= most else 0
