"""Let the simulation look for every mutant, several at a time, each in a copy of the program of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.mutants.mutant import Mutant, Stale
from tests.mutants.tree import grow

USUAL = 2000
"""How many seeds `make simulate` runs when it is told nothing: each mutant must be caught within them."""
Found = dict[str, Any]
"""What a chase said: its ``seed``, None without a find, and what was found there."""
Chase = Callable[[int, int], Found]
"""Run so many seeds from a first one on, until something is found."""


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
    try:
        said = _hunted(mutant, first, seeds)
    except Stale as stale:
        said = {"seed": None, "trouble": str(stale)}
    needed = None if said["seed"] is None else said["seed"] - first + 1
    return Hunt(mutant, **said, needed=needed, took=time.monotonic() - began)


def _hunted(mutant: Mutant | None, first: int, seeds: int) -> Found:
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        sick = partial(_chase, grow(Path(folder).resolve() / "sick", mutant))
        if mutant:
            healthy = partial(_chase, grow(Path(folder).resolve() / "healthy", None))
            return caught(sick, healthy, first=first, seeds=seeds)
        return sick(first, seeds)


def caught(sick: Chase, healthy: Chase, *, first: int, seeds: int) -> Found:
    """Return the first seed that breaks with the bug and holds without it: what breaks in any case catches nothing."""
    said = sick(first, seeds)
    while (seed := said["seed"]) is not None and healthy(seed, 1)["seed"] is not None:
        said = sick(seed + 1, first + seeds - seed - 1)
    return said


def _chase(tree: Path, first: int, seeds: int) -> Found:
    """Run seeds in a tree; return what was found there, or the trouble of finding it."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.mutants.chase", str(first), str(seeds)],
        cwd=tree,
        env=_surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        return {"seed": None, "trouble": _last_line(told.stderr)}
    found: Found = json.loads(told.stdout.splitlines()[-1])
    return found


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
