"""What every trouble is tried on: a served Baton with a deal, people who press meanwhile, and an operator who looks."""

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path

from sandbox.trying.beside import AppProcess, beside
from tests.journeys.stage import ACME, APP, FORGET, PATIENCE, Stage, served

HAMPERING = Path(__file__).parent / "hampering"
OVER = "The database can be used again"
OUT_OF_REACH = "Baton cannot reach its memory right now."
ELSE = "the truck leaves without the cable and the customer hears of it; " * 3
KEPT = re.compile(r"^Next step: \*(\w+)\*", re.MULTILINE)


def patiently(is_so: Callable[[], bool], what: str) -> None:
    """Wait for what other processes do: they are slow on a machine that runs many tests at once."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.02)


@dataclass
class Scene:
    """A deal of Jonas', and what he has committed to. ``confirmed`` are the next steps that Baton said it has taken."""

    on: Stage
    channel: str
    confirmed: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def commits(self) -> str:
        """Let Jonas commit to one more next step; return what he is shown."""
        what = f"step{next(self._numbers)}"
        shown = self.on.people["jonas"].types(f"/deal next {what} by fri else {ELSE}", in_=self.channel).shown
        if not shown.startswith(OUT_OF_REACH):
            assert what in shown, shown
            self.confirmed.append(what)
        return shown

    def is_refused(self) -> None:
        """Let Jonas commit until he hears that it cannot be kept: how soon depends on the room that is left."""
        patiently(lambda: self.commits().startswith(OUT_OF_REACH), "a refusal")

    def is_unready(self, words: str) -> None:
        """Wait until the readiness page gives this reason."""
        self.on.baton.wait_until(lambda state: words in str(state.get("status")), seconds=PATIENCE)
        assert self.on.ask("GET", "/readyz")[0] == 503

    def is_told_once(self, words: str) -> None:
        """Look whether the operator has read this in the log, once each time it began, and without a traceback."""
        lines = [line for line in self.on.log.splitlines() if (words in line and " ERROR " in line) or OVER in line]
        # What is small may fit on a full disk for as long as nothing large is tried: then it is over, and comes again.
        told = [words in line for line in lines]
        assert True in told
        assert (True, True) not in list(pairwise(told)), "\n".join(lines)
        assert "Traceback" not in self.on.log
        assert "Incident" not in self.on.log

    def goes_on(self) -> None:
        """Wait until Baton is ready by itself; all that was confirmed stands in Slack, once, and more can be done."""
        process = self.on.baton.process
        self.on.baton.wait_until(lambda state: state.get("status") == "ready", seconds=PATIENCE)
        assert process.poll() is None
        assert not self.commits().startswith(OUT_OF_REACH)
        # As many messages as these wait for Slack's limits, which count by the minute.
        patiently(self._all_is_said, "what was confirmed to be said")
        assert sorted(self.said()) == sorted(self.confirmed)

    def said(self) -> list[str]:
        return [what for text in self.on.read(self.channel) for what in KEPT.findall(text)]

    def _all_is_said(self) -> bool:
        self.on.slack.advance(20)
        return set(self.confirmed) <= set(self.said())


def opened(on: Stage, account: str = "acme") -> Scene:
    """Open a deal for a test; Jonas owns it."""
    on.won({**ACME, "id": account, "account": {"name": account}})
    on.settle()
    on.press("jonas", "Accept", "will you own", account)
    return Scene(on, on.channel(account))


@contextmanager
def in_service(folder: Path, **settings: str) -> Iterator[Stage]:
    """Let a Baton serve whose SQLite the test may hamper."""
    hampered = {"PYTHONPATH": str(HAMPERING), "HAMPERED_BY": str(orders_in(folder))}
    with served(folder, **hampered, **settings) as on:
        yield on


@contextmanager
def starting(on: Stage, **more: str) -> Iterator[AppProcess]:
    """Let a Baton serve that need not become ready."""
    serve = [sys.executable, str(APP), "serve"]
    with beside(serve, on.settings | more, log=on.folder / "baton.log", forget=FORGET) as process:
        process.wait_until_it_listens(seconds=PATIENCE)
        yield process


def orders_in(folder: Path) -> Path:
    return folder / "orders"


@contextmanager
def hampered(on: Stage, pragma: str) -> Iterator[None]:
    """Let every connection of Baton's live under this pragma until the block ends."""
    orders = orders_in(on.folder)
    orders.write_text(f"PRAGMA {pragma}")
    try:
        yield
    finally:
        orders.unlink()
