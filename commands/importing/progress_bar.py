"""Show an import's progress: a bar where somebody can watch one, a line now and then elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from commands.importing.progress import Progress

LINE_EVERY = 5.0
"""Seconds between two lines in a log."""


@contextmanager
def shown(console: Console, what: str, *, seconds: Callable[[], float]) -> Iterator[Progress]:
    """Show progress on a console while the block runs. ``seconds`` is a clock that only ever goes forward."""
    if not console.is_terminal:
        log = Log(console, what, seconds, started=seconds())
        try:
            yield log
        finally:
            log.end()
        return
    columns = ("{task.description}", BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[speed]}"))
    with Bar(*columns, TimeRemainingColumn(), console=console, get_time=seconds) as bar:
        task = bar.add_task(what.replace("[", r"\["), total=None, speed="")
        yield Moving(bar, task, seconds, started=seconds())


@dataclass(slots=True)
class Moving:
    """A bar on a terminal."""

    bar: Bar
    task: TaskID
    seconds: Callable[[], float]
    started: float

    def at(self, rows: int, bytes_read: int, size: int) -> None:
        """Move the bar."""
        speed = f"{rows:,} rows · {_rate(rows, self.seconds() - self.started)}"
        self.bar.update(self.task, completed=bytes_read, total=max(size, 1), speed=speed)


@dataclass(slots=True)
class Log:
    """Lines in a log: one every few seconds, and the last state at the end."""

    console: Console
    what: str
    seconds: Callable[[], float]
    started: float
    last: str = ""
    printed_at: float = 0.0

    def at(self, rows: int, bytes_read: int, size: int) -> None:
        """Print a line, if the last one is some seconds ago."""
        took = self.seconds() - self.started
        share = bytes_read / size if size else 1.0
        self.last = f"{self.what}: {rows:,} rows, {share:.0%}, {_rate(rows, took)}"
        if took - self.printed_at >= LINE_EVERY:
            left = took / share - took if share else 0.0
            self._print(f"{self.last}, about {left:.0f} s left")
            self.printed_at = took

    def end(self) -> None:
        """Print where it ended."""
        if self.last:
            self._print(self.last)

    def _print(self, line: str) -> None:
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _rate(rows: int, took: float) -> str:
    return f"{rows / took:,.0f} rows/s" if took > 0 else "just begun"
