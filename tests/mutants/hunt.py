"""Let the simulation look for every mutant, several at a time, each in a copy of the program of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.mutants.tree import grow

USUAL = 2000
"""How many seeds `make simulate` runs when it is told nothing: each mutant must be caught within them."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """How looking for one mutant ended. No ``mutant``: it was the program itself, in which nothing may be found.

    No ``seed``: it was not caught. ``trouble``: it could not be run at all, which catches nothing.
    """

    mutant: Mutant | None
    seed: int | None = None
    needed: int | None = None
    invariant: str = ""
    seen: str = ""
    trouble: str = ""
    took: float = 0.0

    @property
    def is_good(self) -> bool:
        return not self.trouble and (self.seed is None) == (self.mutant is None)


def hunt(mutant: Mutant | None, *, first: int, seeds: int) -> Hunt:
    """Run the simulation on a program with this bug, until an invariant breaks or the seeds are used up."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = grow(Path(folder).resolve(), mutant)
        told = subprocess.run(
            [sys.executable, "-m", "tests.mutants.chase", str(first), str(seeds)],
            cwd=tree,
            env=_surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
    took = time.monotonic() - began
    if told.returncode:
        return Hunt(mutant, trouble=_last_line(told.stderr), took=took)
    return Hunt(mutant, **json.loads(told.stdout.splitlines()[-1]), took=took)


def hunt_all(wanted: Sequence[Mutant | None], *, first: int, seeds: int, jobs: int) -> Iterator[Hunt]:
    """Hunt them all and yield each as it ends."""
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        begun = [pool.submit(hunt, mutant, first=first, seeds=seeds) for mutant in wanted]
        for ended in as_completed(begun):
            yield ended.result()


def _surroundings() -> dict[str, str]:
    """Return the environment without what would lead to another copy of the program."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "it ended without a word")
