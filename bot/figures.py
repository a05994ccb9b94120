"""What the steps and lines of a deal came to, in figures that name nobody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slips:
    """How often steps were moved later: before they were due, and afterwards."""

    early: int = 0
    late: int = 0

    @property
    def all(self) -> int:
        """Return both together."""
        return self.early + self.late


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one deal's steps came to. ``as_first_dated`` are those of the ``kept`` that met their first date."""

    kept: int = 0
    in_time: int = 0
    as_first_dated: int = 0
    ours: Slips = Slips()
    customers: Slips = Slips()
    third_parties: Slips = Slips()

    @property
    def foreign(self) -> int:
        """Return how many slips were not of our own making."""
        return self.customers.all + self.third_parties.all


@dataclass(frozen=True, slots=True)
class FirstPass:
    """Lines that one function gave and another accepted; ``first_time`` are those of them that were never sent back."""

    giver: str
    receiver: str
    accepted: int
    first_time: int


@dataclass(frozen=True, slots=True)
class AtGates:
    """How often a line was reopened, and how often one began before what it waits for."""

    reopened: int = 0
    started_anyway: int = 0
