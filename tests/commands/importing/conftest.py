"""A list on disk, a backlog in memory, and an import of one into the other."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.model import DealId, UserId, WorkspaceId
from bot.ports import Backlogged
from commands.importing.counting import Summary
from commands.importing.options import Options
from commands.importing.progress import Progress
from commands.importing.run import run

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADER = "id,name,account,amount,won_at\n"


@dataclass
class Backlog:
    """A backlog that keeps what it is given, once per deal id, and how large each batch was."""

    deals: dict[DealId, Backlogged] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)

    def add(self, rows: Sequence[Backlogged]) -> int:
        before = len(self.deals)
        self.batches.append(len(rows))
        self.deals = {row.id: row for row in rows} | self.deals
        return len(self.deals) - before

    @property
    def by_id(self) -> dict[str, Backlogged]:
        return {deal.external_id: deal for deal in self.deals.values()}

    def only(self) -> Backlogged:
        (deal,) = self.deals.values()
        return deal


@dataclass
class Desk:
    """Where a test writes a list and imports it."""

    folder: Path
    backlog: Backlog = field(default_factory=Backlog)

    @property
    def path(self) -> Path:
        return self.folder / "deals.csv"

    @property
    def options(self) -> Options:
        return Options(
            path=self.path, workspace_id=WorkspaceId(UUID(int=7)), owner_id=UserId("UOWNER1"), kind="saas-onboarding"
        )

    def imports(self, text: str | bytes, **options: Any) -> Summary:
        """Write a list and import it."""
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.again(**options)

    def again(self, progress: Progress | None = None, **options: Any) -> Summary:
        """Import what stands there."""
        numbers = count(1)
        wanted = replace(self.options, **options)
        return run(wanted, add=self.backlog.add, shorts=lambda: f"short{next(numbers)}", now=NOW, progress=progress)

    def rejected(self, path: Path | None = None) -> list[list[str]]:
        """Return the rows of the rejects file, without its header."""
        with (path or self.folder / "deals.rejects.csv").open(newline="", encoding="utf-8", errors="replace") as file:
            return list(csv.reader(file))[1:]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def rows() -> Callable[[int], str]:
    """Make a list of so many good rows."""
    return lambda n: (
        HEADER + "".join(f"D-{i},Site {i},Acme {i % 50},{i}.50,2026-01-{i % 28 + 1:02d}\n" for i in range(n))
    )
