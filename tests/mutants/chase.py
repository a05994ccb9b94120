"""Run seed after seed on the program in this folder until an invariant breaks, and say which: one line for a machine."""

import json
import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import bot
from tests.orphans import end_with_parent
from tests.simulation.run import run

PATIENCE = 90.0
"""Seconds of processor time for one seed, a hundred times what one takes: a run that needs more goes round in circles."""


def main() -> None:
    """Run the seeds that the command line names, as its first and their number."""
    end_with_parent()
    first, seeds = int(sys.argv[1]), int(sys.argv[2])
    # An installed copy of the program that was found instead would be free of the bug, and every mutant survive.
    if Path(str(bot.__file__)).parents[1] != Path.cwd():
        sys.exit(f"The program under test is not the one in {Path.cwd()}.")
    logging.disable(logging.CRITICAL)
    for seed in range(first, first + seeds):
        _set_an_end(seed)
        broken = run(seed).broken
        if broken:
            _say(seed, broken[0].invariant, broken[0].seen)
            return
    _say(None, "", "")


def _set_an_end(seed: int) -> None:
    def give_up(_: int, __: FrameType | None) -> None:
        _say(seed, "a run comes to an end", f"none after {PATIENCE:.0f} s")
        os._exit(0)

    signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)


def _say(seed: int | None, invariant: str, seen: str) -> None:
    sys.stdout.write(json.dumps({"seed": seed, "invariant": invariant, "seen": seen}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
