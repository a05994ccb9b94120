"""A working week: who works when, as plain data."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Week:
    """When people work: hours of the wall clock on some weekdays (0 = Monday). ``closes`` is the first moment not worked.

    Raises ValueError, in a sentence for a person, for a week that nobody can work.
    """

    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        # Refused where it is made: a rule that meets it later could neither ask anybody nor say why.
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("A week needs at least one working day from Monday to Sunday, for example mon-fri 9-17.")
        if self.opens >= self.closes:
            raise ValueError(
                f"Work cannot begin at {self.opens:%H:%M} and end at {self.closes:%H:%M}; "
                "it must begin before it ends, for example mon-fri 9-17."
            )
