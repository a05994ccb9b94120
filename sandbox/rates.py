"""Slack's rate limits: so many calls of one kind in any minute of the workspace's time."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

WINDOW = 60.0


@dataclass
class Rates:
    is_enforced: bool = True
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, key: str, most: int, epoch: float) -> int | None:
        """Count one call under this key; answers the seconds to wait if there were too many already."""
        if not self.is_enforced:
            return None
        calls = self._calls[key]
        while calls and calls[0] <= epoch - WINDOW:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil(calls[0] + WINDOW - epoch))
        calls.append(epoch)
        return None
