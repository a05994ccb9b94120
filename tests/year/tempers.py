"""How people are: how much comes in time by itself, how fast they answer, and the three companies made of them."""

from dataclasses import dataclass
from random import Random

LONGEST = 4.0
"""No span is longer than so many times its mean: somebody who has it on their list forgets it for a week, not a year."""


@dataclass(frozen=True, slots=True)
class Temper:
    """One person's ways, as chances (0 to 1) and mean spans in their own working hours.

    ``keeps``: what they do before it is due, unasked. ``remembers``: of the rest, what they do unasked although late.
    ``hears``: nudges that they act upon. ``reads``: lines of a digest that they act upon. ``plans``: next steps that
    they date unasked. ``moves``: answers that are a new date, ``most_moves`` of one step. ``tells``: absences that they
    tell Baton of.
    """

    keeps: float
    remembers: float
    hears: float
    reads: float
    plans: float
    moves: float
    most_moves: int
    tells: float
    answer_hours: float
    late_hours: float

    def answers_after(self, chance: Random) -> float:
        """Return how long an answer takes."""
        return _span(chance, self.answer_hours)

    def is_late_by(self, chance: Random) -> float:
        """Return by how much something comes late that nobody asked for."""
        return _span(chance, self.late_hours)


def _span(chance: Random, mean: float) -> float:
    return min(chance.expovariate(1 / mean), mean * LONGEST)


GOOD = Temper(
    keeps=0.92,
    remembers=0.8,
    hears=0.95,
    reads=0.8,
    plans=0.85,
    moves=0.25,
    most_moves=1,
    tells=1.0,
    answer_hours=1.5,
    late_hours=6.0,
)
MIDDLING = Temper(
    keeps=0.75,
    remembers=0.6,
    hears=0.75,
    reads=0.5,
    plans=0.55,
    moves=0.35,
    most_moves=2,
    tells=0.7,
    answer_hours=4.0,
    late_hours=12.0,
)
BAD = Temper(
    keeps=0.45,
    remembers=0.4,
    hears=0.4,
    reads=0.2,
    plans=0.2,
    moves=0.6,
    most_moves=2,
    tells=0.3,
    answer_hours=10.0,
    late_hours=24.0,
)

MIXES: dict[str, tuple[Temper, ...]] = {
    "good": (GOOD, GOOD, GOOD, GOOD, MIDDLING),
    "middling": (GOOD, MIDDLING, MIDDLING, MIDDLING, BAD),
    "bad": (MIDDLING, BAD, BAD, BAD, BAD),
}
"""Of five people in each company, how they are. Nobody works where all are alike."""
