"""One sweep with 200 due deals costs the same, whether ten thousand deals are open or a million."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event

from bot.model import DealId, WorkspaceId
from bot.service import sweep
from bot.service.desk import Desk
from storage.opening import Storage
from tests.benchmarks.filling import workspace
from tests.benchmarks.measuring import asked, once, tell
from tests.benchmarks.multiplying import A_MINUTE, put_many
from tests.bot.making import NOW

FEW, MANY = 10_000, 1_000_000
DUE, ROUNDS = 200, 6
MOST_TIMES_SLOWER = 1.5
"""A hundred times the deals make the index one level deeper and the pages colder, and no more."""

FILLED = ("deal", "step")
"""The tables with a million rows, in which nothing may be looked for row by row; of a small one that is right."""

Open = Callable[[], Storage]
AtDesk = Callable[[Storage], Desk]


@dataclass
class Office:
    """A workspace with open deals, and who sits at its desk."""

    storage: Storage
    desk: Desk
    here: WorkspaceId
    swept: set[DealId] = field(default_factory=set)

    def sweep(self, now: datetime) -> None:
        """Look at everything that is due, as the ticks do."""
        for here in self.storage.workspaces.due(now=now):
            while found := sweep.due(self.desk, here, now=now):
                for deal_id in found:
                    sweep.review(self.desk, here, deal_id, now=now)
                self.swept.update(found)


def office(storage: Storage, at_desk: AtDesk, deals: int) -> Office:
    here = workspace(storage)
    put_many(storage, here, deals, due=DUE, rounds=ROUNDS)
    return Office(storage, at_desk(storage), here)


def test_a_sweep_costs_what_is_due_beside_a_million_deals(kind: str, open_one: Open, at_desk: AtDesk) -> None:
    small, large = office(open_one(), at_desk, FEW), office(open_one(), at_desk, MANY)
    minutes = [NOW + number * A_MINUTE for number in range(ROUNDS)]

    small.sweep(minutes[0])
    large.sweep(minutes[0])
    # Of the second: the first of a process asks once what a clock that was wrong has put off, through the whole index.
    small.sweep(minutes[1])
    with noted(large.storage) as statements, asked(large.storage.engine) as seen:
        large.sweep(minutes[1])
    # In turns, and each minute's deals once: the least of each is what it costs when nothing else is at work.
    pairs = [(once(lambda at=at: small.sweep(at)), once(lambda at=at: large.sweep(at))) for at in minutes[2:]]  # type: ignore[misc]
    few, many = (min(taken) for taken in zip(*pairs, strict=True))

    tell(
        f"a sweep with {DUE} due deals, {kind}",
        f"{few:.0f} ms of {FEW:,} open",
        f"{many:.0f} ms of {MANY:,}",
        f"{seen}",
    )
    assert len(small.swept) == len(large.swept) == DUE * ROUNDS
    assert_found_by_indexes(large.storage, kind, statements)
    assert many < few * MOST_TIMES_SLOWER


Statements = dict[str, Any]


@contextmanager
def noted(storage: Storage) -> Iterator[Statements]:
    """Note each statement that looks for something, once, with the values that it was asked with."""
    statements: Statements = {}

    def note(_connection: object, _cursor: object, statement: str, given: Any, *more: object) -> None:
        if re.match("SELECT|UPDATE", statement):
            statements.setdefault(statement, given[0] if more[-1] is True else given)

    event.listen(storage.engine, "before_cursor_execute", note)
    yield statements
    event.remove(storage.engine, "before_cursor_execute", note)


def assert_found_by_indexes(storage: Storage, kind: str, statements: Statements) -> None:
    """Let the database say how it finds what a sweep asks for."""
    explain = "EXPLAIN QUERY PLAN" if kind == "sqlite" else "EXPLAIN"
    with storage.engine.execution_options(is_reading=True).connect() as connection:
        plans = [
            line
            for statement, given in statements.items()
            for row in connection.exec_driver_sql(f"{explain} {statement}", given)
            for line in [str(row[-1])]
        ]
    scans = [line for line in plans if re.search(rf"\b(SCAN|Seq Scan on) ({'|'.join(FILLED)})\b", line)]
    assert any("ix_deal_review" in line for line in plans)
    assert scans == []
