"""Many seeds on every processor, and the figures that come of them."""

import logging
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.simulation.coverage import WINDOWS, unmet
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
        self.virtual += batch.virtual
        self.choices += batch.choices
        self.counts += batch.counts
        self.broken += batch.broken
        self.failed = (self.failed + batch.failed)[:KEPT]

    def is_good(self, *, must_meet: bool) -> bool:
        return not self.broken and not (must_meet and unmet(self.counts))

    def lines(self, *, must_meet: bool) -> Iterator[str]:
        """Yield the figures, what broke and what was never met."""
        counts = self.counts
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


def play(seeds: Sequence[int], *, jobs: int = 0, stop_at_first: bool = False) -> Series:
    """Run the seeds on so many processes; 0: one for each processor."""
    whole, began = Series(), time.monotonic()
    batches = [seeds[n : n + AT_ONCE] for n in range(0, len(seeds), AT_ONCE)]
    for batch in _played(batches, jobs or os.cpu_count() or 1):
        whole.add(batch)
        if stop_at_first and whole.broken:
            break
    whole.took = time.monotonic() - began
    return whole


def _played(batches: list[Sequence[int]], jobs: int) -> Iterator[Series]:
    if jobs == 1:
        yield from map(batch, batches)
        return
    # Fresh interpreters: a fork of one that has threads or an open database would share them.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_quiet) as pool:
        try:
            yield from pool.map(batch, batches)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _quiet() -> None:
    logging.disable(logging.CRITICAL)


def batch(seeds: Sequence[int]) -> Series:
    """Run some seeds in this process."""
    came = Series()
    began = time.process_time()
    for seed in seeds:
        ran = run(seed)
        came.seeds += 1
        came.virtual += ran.seconds
        came.choices += len(ran.tape)
        came.counts += ran.counts
        came.broken.update({each.invariant for each in ran.broken})
        if ran.broken:
            came.failed.append(ran)
    came.cpu = time.process_time() - began
    return came
