"""Many seeds on every processor, and the figures that come of them."""

import logging
import math
import os
import time
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context

from tests.orphans import end_with_parent
from tests.simulation.coverage import WINDOWS, times_met, unmet
from tests.simulation.run import Ran, run

AT_ONCE = 25
YEAR = 365.25 * 86_400
KEPT = 50
"""Failures whose tapes are kept in memory; of the others only what broke is counted."""


@dataclass
class Series:
    """What a series of seeds came to. ``cpu``: seconds of processor time, over all processes."""

    seeds: int = 0
    cpu: float = 0.0
    took: float = 0.0
    virtual: float = 0.0
    choices: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    failed: list[Ran] = field(default_factory=list)

    def add(self, batch: "Series") -> None:
        """Count another series in."""
        self.seeds += batch.seeds
        self.cpu += batch.cpu
        self.took += batch.took
        self.virtual += batch.virtual
        self.choices += batch.choices
        self.counts += batch.counts
        self.broken += batch.broken
        self.failed = (self.failed + batch.failed)[:KEPT]

    def is_good(self, *, must_meet: bool) -> bool:
        return not self.broken and not (must_meet and unmet(self.counts))

    def lines(self, *, must_meet: bool) -> Iterator[str]:
        """Yield the figures and what broke; with all that must be met, how often it was, and what never was."""
        counts = self.counts
        if must_meet:
            yield from times_met(counts)
        crashes = sum(counts[name] for name in counts if name.startswith("crashed: "))
        faults = sum(counts[name] for name in counts if name.startswith(("wire: ", "database: ")))
        for name, any_of in WINDOWS.items():
            yield f"{sum(counts[each] for each in any_of):>10,}  {name}"
        yield f"{crashes:>10,}  crashes"
        yield f"{sum(counts[name] for name in counts if name.startswith('paused: ')):>10,}  pauses"
        yield f"{faults:>10,}  faults of Slack and of the database"
        yield f"{counts['post']:>10,}  messages in Slack, of them {counts['said: nudge']:,} nudges"
        yield f"{self.virtual / YEAR:>10.1f}  virtual years"
        yield f"{self.choices / max(1, self.seeds):>10,.0f}  choices a seed"
        yield f"{60 * self.seeds / max(self.cpu, 0.001):>10,.0f}  seeds a minute and core, {self.took:.0f} s in all"
        if must_meet:
            yield from (f"  NEVER MET {name}" for name in unmet(counts))
        yield from (f"  BROKEN in {times} seeds: {name}" for name, times in self.broken.most_common())
        yield f"{self.seeds:,} seeds, {sum(self.broken.values())} violations"


def play(seeds: Sequence[int], *, jobs: int = 0) -> Series:
    """Run the seeds on so many processes; 0: one for each processor."""
    whole = Series()
    for batch in batches(seeds, jobs=jobs):
        whole.add(batch)
    return whole


def batches(seeds: Sequence[int], *, jobs: int = 0, seconds: float = math.inf) -> Iterator[Series]:
    """Run the seeds, in order, for so long; yield what each few of them came to."""
    jobs = jobs or os.cpu_count() or 1
    parts = (seeds[n : n + AT_ONCE] for n in range(0, len(seeds), AT_ONCE))
    began = last = time.monotonic()
    with closing(_one_by_one(parts) if jobs == 1 else _beside_each_other(parts, jobs)) as came:
        for batch in came:
            now = time.monotonic()
            batch.took, last = now - last, now
            yield batch
            if now - began >= seconds:
                return


def _one_by_one(parts: Iterator[Sequence[int]]) -> Generator[Series]:
    for part in parts:
        yield played(part)


def _beside_each_other(parts: Iterator[Sequence[int]], jobs: int) -> Generator[Series]:
    # Fresh interpreters: a fork of one that has threads or an open database would share them.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_quiet) as pool:
        waiting = deque(pool.submit(played, part) for part in islice(parts, 3 * jobs))
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(played, part) for part in islice(parts, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _quiet() -> None:
    end_with_parent()
    logging.disable(logging.CRITICAL)


def played(seeds: Sequence[int]) -> Series:
    """Run some seeds in this process."""
    came = Series()
    began = time.process_time()
    for seed in seeds:
        ran = run(seed)
        came.seeds += 1
        came.virtual += ran.seconds
        came.choices += len(ran.tape)
        came.counts.update(ran.counts)
        came.broken.update({each.invariant for each in ran.broken})
        if ran.broken:
            came.failed.append(ran)
    came.cpu = time.process_time() - began
    return came
