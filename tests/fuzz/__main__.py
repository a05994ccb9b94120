"""The fuzz from the command line: many requests from several processes, or one kept failure once more."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.quiet import silent
from tests.fuzz.recording import World, record
from tests.fuzz.series import Failure, Tally, clock, lines, play, replay
from tests.fuzz.shots import Shot
from tests.fuzz.shrink import shrunk
from tests.fuzz.target import standing

KEPT = Path(".fuzz")
SHOWN = 3
LONGEST = 600


def main() -> int:
    """Do what was asked for; return 1 when an invariant broke."""
    asked = _asked()
    if asked.replay:
        return _again(Path(asked.replay))
    with silent():
        world = record()
    began = clock()
    told, shown = Tally(), 0
    for told in play(world, str(asked.seed), asked.requests, asked.jobs):
        for failure in told.failures[shown:]:
            sys.stderr.write(f"Seed {failure.seed}, after {len(failure.shots)} requests: {failure.seen}\n")
        shown = len(told.failures)
        sys.stderr.write(f"{told.requests:,} requests, {clock() - began:,.0f} s\n")
    for number, failure in enumerate(told.failures[:SHOWN]):
        _keep(world, failure, KEPT / f"seed-{asked.seed}-{number}.json")
    sys.stdout.write("\n".join(lines(told, seconds=clock() - began, jobs=asked.jobs)) + "\n")
    return 1 if told.failures else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", help="fire a kept failure once more and show each answer")
    return parser.parse_args()


def _keep(world: World, failure: Failure, path: Path) -> None:
    """Make a failure small, keep it with the world it broke in, and show it."""
    wanted = failure.seen[0].split(":")[0]
    with silent(), standing(world) as target:

        def fails(shots: Sequence[Shot]) -> bool:
            *_, (_, _, seen) = asyncio.run(replay(target, shots))
            return any(each.startswith(wanted) for each in seen)

        alone = failure.shots[-1:]
        small = shrunk(alone if fails(alone) else failure.shots, fails)
    path.parent.mkdir(exist_ok=True)
    kept = {"seed": failure.seed, "shots": [each.kept() for each in small], "world": world.kept()}
    path.write_text(json.dumps(kept), encoding="utf-8")
    _again(path)
    sys.stdout.write(f"Again: make fuzz REPLAY={path}\n\n")


def _again(path: Path) -> int:
    kept = json.loads(path.read_text(encoding="utf-8"))
    shots = [Shot.read(each) for each in kept["shots"]]
    with silent(), standing(World.read(kept["world"])) as target:
        came = asyncio.run(replay(target, shots))
    for shot, result, seen in came:
        sys.stdout.write(f"{shot.verb} {shot.path} {dict(shot.headers)} signed {shot.signing}: {result.status}\n")
        sys.stdout.write(f"    {shot.body[:LONGEST]!r}\n    {result.changes} rows written, {result.body[:LONGEST]!r}\n")
        sys.stdout.write("".join(f"BROKEN {each}\n" for each in seen))
    sys.stdout.write(f"Seed {kept['seed']}, {len(shots)} requests.\n")
    return 1 if any(seen for *_, seen in came) else 0


if __name__ == "__main__":
    sys.exit(main())
