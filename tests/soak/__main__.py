"""The soak from the command line: real processes for some minutes, killed and stopped, and then what Slack has of it."""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.figures import lines, stuck
from tests.soak.history import read
from tests.soak.judge import Judge
from tests.soak.run import Plan, Run
from tests.soak.stage import stage
from tests.soak.verdict import WRONG

KEPT = Path(".soak")
ASKS_FOR_ITS_OPERATOR = 2


def main() -> int:
    """Run what was asked for; return 1 when a message was lost, came twice, came when it should not, or is stuck."""
    asked = _asked()
    folder = Path(tempfile.mkdtemp(prefix="baton-soak-"))
    begun = time.monotonic()
    database = f"sqlite:///{folder}/baton.db" if asked.database == "sqlite" else ""
    replicas = 1 if database else asked.replicas
    plan = Plan(seed=asked.seed, rough=asked.minutes * 60, speed=asked.speed)
    with stage(folder, seed=str(asked.seed), replicas=replicas, database=database, pace=asked.pace) as on:
        run = Run(on, plan)
        run.play()
        waiting = stuck(on.fleet)
        history = read(on.slack, on.log)
        verdict = Judge(on.story, history, on.timeline, run.unrested).judge()
        minutes = (time.monotonic() - begun) / 60
        for each in run.troubles:
            verdict.blame(WRONG, each)
        for status in on.fleet.ended.keys() - {ASKS_FOR_ITS_OPERATOR}:
            verdict.blame(WRONG, f"a replica ended by itself with status {status}")
        told = lines(run, history, verdict, waiting=waiting, minutes=minutes)
        if waiting:
            told = [*(f"in the end         {json.dumps(each)}" for each in on.fleet.conditions()), *told]
    for fault in verdict.faults:
        sys.stdout.write("\n".join(fault.lines()) + "\n")
    sys.stdout.write("\n".join(told) + "\n")
    if not verdict.faults and not waiting:
        shutil.rmtree(folder)
        return 0
    kept = KEPT / f"seed-{asked.seed}-{int(begun)}"
    KEPT.mkdir(exist_ok=True)
    shutil.move(folder, kept)
    sys.stdout.write(f"Kept in {kept}. Again: make soak MINUTES={asked.minutes:g} SEED={asked.seed}\n")
    return 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--minutes", type=float, default=15.0, help="how long it is rough; the calm after it takes six")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--replicas", type=int, default=3, help="how many processes serve; beside SQLite it is one")
    parser.add_argument("--pace", type=float, default=1.3, help="real seconds between two kills or stops")
    parser.add_argument("--speed", type=float, default=240.0, help="how much faster than real time the days go")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
