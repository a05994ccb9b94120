"""Figures on a clock that a test moves, and what a Prometheus would read of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.watching import Pulse
from commands.seeing.condition import Condition
from commands.seeing.figures import Figures

TICKED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WELL = Condition(TICKED, Pulse(), is_quiet=True)


@dataclass
class Watch:
    """A clock that only goes forward, by hand; the figures that look at it, and how they read."""

    seconds: float = 0.0
    figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        self.figures = Figures(seconds=lambda: self.seconds)

    def passes(self, seconds: float) -> None:
        self.seconds += seconds

    def read(self, condition: Condition = WELL) -> Mapping[str, float]:
        """Return every figure by its name and labels, as they stand on the page."""
        return read(self.figures.page(condition).decode())


def read(page: str) -> Mapping[str, float]:
    lines = (line.rsplit(" ", 1) for line in page.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in lines if not name.split("{")[0].endswith("_created")}


@pytest.fixture
def watch() -> Watch:
    return Watch()
