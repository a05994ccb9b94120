"""Who holds each row of the outbox, as the world outside of the program has it."""

from dataclasses import dataclass, field

from bot.ports import Row


@dataclass
class Holders:
    """Who was given each row last, in the order of commits.

    Neither who says so first nor whose lease ends last tells: a process may stand still after its commit, and before it
    with a reading of the clock that is old by then.
    """

    _commits: int = 0
    _last: dict[int, tuple[int, Row]] = field(default_factory=dict)

    def committed(self) -> int:
        """Return a claim's place among all of them; asked for in the moment of its commit."""
        self._commits += 1
        return self._commits

    def given(self, row: Row, order: int) -> None:
        known = self._last.get(row.position)
        if known is None or known[0] < order:
            self._last[row.position] = order, row

    def of(self, row: Row) -> Row:
        """Return a row as it was given away last; one that nobody was seen to be given is its holder's own."""
        return self._last.get(row.position, (0, row))[1]

    def clear(self) -> None:
        """Forget it all: another database stands there."""
        self._last.clear()
