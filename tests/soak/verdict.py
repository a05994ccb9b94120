"""What was found wrong, sorted by what it is: lost, double, early, late, in quiet hours, about what is over, too often, uncalled for."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.soak.history import Said

LOST, DOUBLE, EARLY, LATE, QUIET, OVER, PESTERED, UNCALLED, WRONG = (
    "lost",
    "double",
    "early",
    "late",
    "quiet",
    "over",
    "pestered",
    "uncalled",
    "wrong",
)
SORTS = (LOST, DOUBLE, EARLY, LATE, QUIET, OVER, PESTERED, UNCALLED, WRONG)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with the messages that it is about."""

    sort: str
    what: str
    said: tuple[Said, ...] = ()

    def lines(self) -> list[str]:
        """Tell it to people."""
        quoted = [
            f"    {_moment(each.at)} → {_moment(each.ts)} {each.channel}: {each.text[:110]!r}" for each in self.said
        ]
        return [f"{self.sort.upper()}: {self.what}", *quoted]


@dataclass
class Verdict:
    """What a run came to. ``lateness``: real seconds of each nudge, as long as somebody served."""

    faults: list[Fault] = field(default_factory=list)
    lateness: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def blame(self, sort: str, what: str, *said: Said) -> None:
        self.faults.append(Fault(sort, what, said))

    def count(self, sort: str) -> int:
        return sum(each.sort == sort for each in self.faults)


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%d %H:%M:%S}"
