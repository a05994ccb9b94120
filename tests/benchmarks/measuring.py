"""How benchmarks measure: the best of several tries taken in turns, what the database is asked, what is held in memory."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from sqlalchemy import Engine, event

Work = Callable[[], object]


@dataclass
class Asked:
    """What a database was asked: every statement but those that begin and end a transaction."""

    statements: list[str] = field(default_factory=list)
    transactions: int = 0

    def __str__(self) -> str:
        return f"{self.transactions} transactions, {len(self.statements)} statements"


def once(work: Work) -> float:
    """Return the milliseconds that it takes."""
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def best(*works: Work, times: int = 7) -> list[float]:
    """Return the least milliseconds of each, run in turns: whatever else the machine does meets all of them alike."""
    rounds = [[once(work) for work in works] for _ in range(times)]
    return [min(taken) for taken in zip(*rounds, strict=True)]


@contextmanager
def asked(engine: Engine) -> Iterator[Asked]:
    """Count what a database is asked while the block lasts."""
    seen = Asked()

    def begin(_connection: object) -> None:
        seen.transactions += 1

    def execute(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.statements.append(statement)

    listeners: dict[str, Callable[..., None]] = {"begin": begin, "before_cursor_execute": execute}
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield seen
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def held(work: Work) -> float:
    """Return the most MiB that Python held for it at one moment. It runs much slower than usual."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def tell(what: str, *figures: str) -> None:
    """Print one line of figures; pytest's own dot ends it."""
    print(f"\n{what}: {', '.join(figures)}", end="")
