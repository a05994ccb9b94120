"""The simulation from the command line: many seeds on every processor, one seed in full, or one tape."""

import argparse
import json
import logging
import math
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.simulation.database import at
from tests.simulation.record import Record, Refused, program
from tests.simulation.run import Ran, run
from tests.simulation.series import Series, batches
from tests.simulation.shrink import shrunk

TAPES = Path(".simulation")
NO_END = 1 << 40


def main() -> int:
    """Run what was asked for; return 1 when an invariant broke, or something was never met."""
    asked = _asked()
    # What the program would log of each injected fault is no news here.
    logging.disable(logging.CRITICAL)
    if asked.tape:
        kept = json.loads(Path(asked.tape).read_text(encoding="utf-8"))
        return _show(run(kept["seed"], kept["tape"], steps=asked.steps))
    if asked.seed is not None:
        return _show(run(asked.seed, steps=asked.steps))
    try:
        series, failed = _recorded(asked) if asked.record else _played(asked)
    except Refused as no:
        sys.stdout.write(f"{no}\n")
        return 2
    for ran in failed[: asked.show]:
        _keep(ran, asked.tries)
    must_meet = series.seeds >= asked.meets_from
    sys.stdout.write("\n".join(series.lines(must_meet=must_meet)) + "\n")
    return 0 if series.is_good(must_meet=must_meet) else 1


def _played(asked: argparse.Namespace) -> tuple[Series, list[Ran]]:
    series = Series()
    for batch in _batches(asked, asked.first or 0):
        series.add(batch)
        if asked.stop_at_first and series.broken:
            break
    return series, series.failed


def _recorded(asked: argparse.Namespace) -> tuple[Series, list[Ran]]:
    """Go on with a recorded run; what is told in the end is all of it, whatever sittings it took."""
    failed: list[Ran] = []
    record = Record(Path(asked.record), program(), asked.first)
    if record.whole.seeds:
        sys.stdout.write(f"{asked.record} holds {record.whole.seeds:,} seeds; it goes on with {record.next_seed}.\n")
    for batch in record.keep(_batches(asked, record.next_seed)):
        failed += batch.failed
    return record.whole, failed


def _batches(asked: argparse.Namespace, first: int) -> Iterator[Series]:
    seeds = range(first, first + (asked.seeds or (NO_END if asked.seconds else 2000)))
    for batch in batches(seeds, jobs=asked.jobs, seconds=asked.seconds or math.inf):
        # A long run is looked at while it goes on.
        for ran in batch.failed:
            sys.stdout.write(f"BROKEN seed {ran.seed}: {', '.join(sorted({one.invariant for one in ran.broken}))}\n")
            sys.stdout.flush()
        yield batch


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, help="how many; 2,000 unless a time is given")
    parser.add_argument("--seconds", type=float, help="begin no more seeds after so long")
    parser.add_argument("--first", type=int, help="the first seed; of a recorded run, by default the next one")
    parser.add_argument("--record", help="keep the run in this file, and go on with what it holds, of the same code")
    parser.add_argument("--jobs", type=int, default=0, help="processes; 0: one for each processor")
    parser.add_argument("--seed", type=int, help="run one seed and show its last steps")
    parser.add_argument("--tape", help="run a kept tape and show its last steps")
    parser.add_argument("--steps", type=int, default=60, help="how many last steps are shown")
    parser.add_argument("--show", type=int, default=3, help="how many failures are shrunken and shown")
    parser.add_argument("--tries", type=int, default=300, help="runs that shrinking one failure may take")
    parser.add_argument("--stop-at-first", action="store_true", help="end at the first failure")
    parser.add_argument("--meets-from", type=int, default=2000, help="seeds from which on every window must be met")
    return parser.parse_args()


def _keep(failed: Ran, tries: int) -> None:
    """Shrink a failure's tape, keep it, and show how it ends."""
    invariant = failed.broken[0].invariant

    def fails(tape: object) -> bool:
        return any(each.invariant == invariant for each in run(failed.seed, tape).broken)  # type: ignore[arg-type]

    tape = shrunk(failed.tape, fails, tries=tries)
    TAPES.mkdir(exist_ok=True)
    path = TAPES / f"seed-{failed.seed}.json"
    path.write_text(json.dumps({"seed": failed.seed, "invariant": invariant, "tape": tape}), encoding="utf-8")
    _show(run(failed.seed, tape, steps=60))
    sys.stdout.write(f"Again: make simulate SEED={failed.seed}, or shrunken: make simulate TAPE={path}\n\n")


def _show(ran: Ran) -> int:
    for moment, who, what in ran.steps:
        sys.stdout.write(f"{at(moment):%a %d %b %H:%M:%S}  {who:12} {what}\n")
    sys.stdout.write(f"Seed {ran.seed}: {ran.plan}\n")
    for each in ran.broken:
        sys.stdout.write(f"BROKEN {each.invariant}: {each.seen}\n")
    sys.stdout.write("" if ran.broken else "Every invariant held.\n")
    return 1 if ran.broken else 0


if __name__ == "__main__":
    sys.exit(main())
