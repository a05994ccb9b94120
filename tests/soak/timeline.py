"""Real time beside the workspace's: which real second belongs to which moment there, and who was alive then."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from tests.simulation.hours import spoken_after
from tests.soak.days import spoken_until


@dataclass
class Timeline:
    """Marks join a real moment to one of the workspace; between two marks time passed evenly.

    ``lives`` holds how many replicas served, from each real moment on; ``calm_from`` is when faults and kills ended.
    """

    marks: list[tuple[float, float]] = field(default_factory=list)
    lives: list[tuple[float, int]] = field(default_factory=list)
    calm_from: float = float("inf")

    def mark(self, real: float, there: float) -> None:
        """Remember that it was this moment there; the clock never goes back."""
        if not self.marks or real > self.marks[-1][0]:
            self.marks.append((real, max(there, self.marks[-1][1] if self.marks else there)))

    def real(self, there: float) -> float:
        """Return the real moment; of an hour that was jumped over, the moment of the jump."""
        return _between([(b, a) for a, b in self.marks], bisect_left([b for _, b in self.marks], there), there)

    def there(self, real: float) -> float:
        """Return what time it was in the workspace."""
        return _between(self.marks, bisect_right([a for a, _ in self.marks], real), real)

    def later(self, there: float, seconds: float) -> float:
        """Return the moment there so many real seconds after one."""
        return self.there(self.real(there) + seconds)

    def spoken(self, zone: str, since: float, until: float) -> float:
        """Return the real seconds between two moments in which somebody of a zone may be spoken to."""
        at, seconds = spoken_after(zone, since), 0.0
        while at < until:
            ends = min(spoken_until(zone, at), until)
            seconds += self.real(ends) - self.real(at)
            at = spoken_after(zone, ends)
        return seconds

    def served(self, since: float, seconds: float) -> float:
        """Return when, from a moment on, somebody has served for so many real seconds in all."""
        left, begins = seconds, self.real(since)
        for (at, count), (until, _) in zip(self.lives, [*self.lives[1:], (inf, 0)], strict=True):
            span = until - max(at, begins)
            if count and span >= left:
                return self.there(max(at, begins) + left)
            left -= max(0.0, span) if count else 0.0
        return inf

    def share_served(self) -> float:
        """Return the share of real time in which somebody served, from the first mark to the last."""
        first, last = self.marks[0][0], self.marks[-1][0]
        ends = [at for at, _ in self.lives[1:]] + [last]
        spans = zip(self.lives, ends, strict=True)
        return sum(max(0.0, min(end, last) - max(at, first)) for (at, count), end in spans if count) / (last - first)

    def is_served(self, since: float, until: float) -> bool:
        """Tell whether at least one replica lived all the time between two moments of the workspace."""
        first, last = self.real(since), self.real(until)
        before = [count for at, count in self.lives if at <= first][-1:]
        return 0 not in (before or [0]) + [count for at, count in self.lives if first < at <= last]


def _between(points: Sequence[tuple[float, float]], place: int, at: float) -> float:
    """Go along the straight line around a place; beyond the ends it goes on as real time does."""
    if place == 0 or len(points) == 1:
        return points[0][1] + min(0.0, at - points[0][0])
    if place == len(points):
        return points[-1][1] + at - points[-1][0]
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    return y0 if x1 == x0 else y0 + (y1 - y0) * (at - x0) / (x1 - x0)
