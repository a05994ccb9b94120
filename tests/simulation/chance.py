"""Every choice of a run, drawn from a seed or read from a tape; 0 is always the dullest choice."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar
from uuid import UUID

Thing = TypeVar("Thing")

FINE = 1000
"""A rate is counted in thousandths, a span in thousandths of its length: small numbers shrink well."""


class Chance:
    """A seeded die that remembers what it showed.

    With a tape it shows the tape's numbers again, and zeros after its end: whatever a shrunken tape no longer says
    becomes "no fault, no preemption, the first of all".
    """

    def __init__(self, seed: int, tape: Sequence[int] | None = None) -> None:
        self.tape: list[int] = []
        self._random = Random(seed)
        self._given = tape
        self._ids = Random(seed ^ 0x5EED)

    def below(self, n: int) -> int:
        """Return a number from 0 to ``n - 1``."""
        if self._given is None:
            shown = int(self._random.random() * n)
        else:
            at = len(self.tape)
            shown = self._given[at] % n if at < len(self._given) else 0
        self.tape.append(shown)
        return shown

    def happens(self, rate: float) -> bool:
        """Tell whether something happens that happens in ``rate`` of all cases."""
        # Asked even of what never happens, a die would make every tape longer and every run slower.
        return rate > 0 and self.below(FINE) >= FINE - rate * FINE

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Return one of them."""
        return things[self.below(len(things))]

    def span(self, low: float, high: float) -> float:
        """Return a length between two."""
        return low + (high - low) * self.below(FINE) / FINE

    def new_id(self) -> UUID:
        """Return an id. It stands on no tape: which one it is decides nothing."""
        return UUID(int=self._ids.getrandbits(128), version=4)

    def new_short(self) -> str:
        """Return a short id, as a channel's name ends in."""
        return "".join(self._ids.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(6))
