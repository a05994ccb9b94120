"""The simulation from the command line: many seeds on every processor, one seed in full, or one tape."""

import argparse
import json
import logging
import sys
from pathlib import Path

from tests.simulation.database import at
from tests.simulation.run import Ran, run
from tests.simulation.series import play
from tests.simulation.shrink import shrunk

TAPES = Path(".simulation")


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
    series = play(range(asked.first, asked.first + asked.seeds), jobs=asked.jobs, stop_at_first=asked.stop_at_first)
    for failed in series.failed[: asked.show]:
        _keep(failed, asked.tries)
    sys.stdout.write("\n".join(series.lines(must_meet=asked.seeds >= asked.meets_from)) + "\n")
    return 0 if series.is_good(must_meet=asked.seeds >= asked.meets_from) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
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
