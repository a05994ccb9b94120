"""What the import of a list costs: memory that does not grow with the list, and how many rows a second."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import pytest

from bot.model import UserId, WorkspaceId
from bot.ports import Backlogged
from commands.importing.options import Options
from commands.importing.run import run
from storage.opening import Storage
from tests.benchmarks.filling import workspace
from tests.benchmarks.measuring import held, once, tell
from tests.bot.making import NOW

FEW, MANY = 2_000, 20_000
MOST_TIMES_LARGER = 1.5
"""A list is taken in batches of a thousand rows, so two batches show the most that is held at one moment."""
MOST_TIMES_SLOWER = 3.0
"""Indexes grow; a look through all earlier rows for each new one would make it ten times."""

Import = Callable[[int], None]


@pytest.fixture
def take_in(open_one: Callable[[], Storage], tmp_path: Path) -> Import:
    """Import a new list of so many won deals into a database."""
    storage, lists = open_one(), count()
    here = workspace(storage)

    def take_in(rows: int) -> None:
        path = tmp_path / f"{next(lists)}.csv"
        lines = (f"{path.stem}-{n},Site {n},Acme {n % 50},{n}.50,2026-01-{n % 28 + 1:02d}\n" for n in range(rows))
        path.write_text("id,name,account,amount,won_at\n" + "".join(lines), encoding="utf-8")
        shorts = count()
        summary = run(
            options(path, here), add=lambda new: add(storage, here, new), shorts=lambda: f"{next(shorts)}", now=NOW
        )
        assert summary.new == rows

    return take_in


def options(path: Path, here: WorkspaceId) -> Options:
    return Options(path=path, workspace_id=here, owner_id=UserId("UOWNER1"), kind="site")


def add(storage: Storage, here: WorkspaceId, rows: Sequence[Backlogged]) -> int:
    with storage.work(here) as uow:
        return uow.add_backlog(rows, now=NOW)


def test_memory_does_not_grow_with_the_list(take_in: Import) -> None:
    take_in(FEW)

    few, many = held(lambda: take_in(FEW)), held(lambda: take_in(MANY))

    tell("importing, at most in memory", f"{few:.1f} MiB for {FEW:,} rows", f"{many:.1f} MiB for {MANY:,}")
    assert many < few * MOST_TIMES_LARGER


def test_rows_a_second(take_in: Import) -> None:
    few, many = (rows / once(lambda rows=rows: take_in(rows)) * 1000 for rows in (FEW, MANY))  # type: ignore[misc]

    tell("importing", f"{few:,.0f} rows a second of {FEW:,}", f"{many:,.0f} of {MANY:,}")
    assert few < many * MOST_TIMES_SLOWER
