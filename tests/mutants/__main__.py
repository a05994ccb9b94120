"""Hunt the mutants from the command line, and tell which were caught, by which invariant, after how many seeds."""

import argparse
import sys
from collections.abc import Sequence

from tests.mutants.hunt import USUAL, Hunt, hunt_all
from tests.mutants.mutant import Mutant, mutants

WIDEST = 48


def main(given: Sequence[str] | None = None) -> int:
    """Return 0 when every mutant was caught and nothing was found in the program without one."""
    asked = _asked(given)
    wanted: list[Mutant | None] = [each for each in mutants() if asked.only in each.name]
    if not asked.only:
        wanted.insert(0, None)
    ended = []
    for each in hunt_all(wanted, first=asked.first, seeds=asked.seeds, jobs=asked.jobs):
        sys.stdout.write(line(each) + "\n")
        sys.stdout.flush()
        ended.append(each)
    sys.stdout.write("\n".join(summary(ended, asked.seeds)) + "\n")
    return 0 if ended and all(each.is_good for each in ended) else 1


def line(ended: Hunt) -> str:
    """Return what became of one hunt."""
    name = ended.mutant.name if ended.mutant else "(no mutant)"
    if ended.trouble:
        outcome = f"COULD NOT BE RUN: {ended.trouble}"
    elif ended.seed is not None:
        outcome = f"{ended.needed:>5} seeds  {ended.invariant}  (seed {ended.seed}, {ended.took:.0f} s)"
        outcome = outcome if ended.mutant else f"FOUND WHERE NOTHING IS: {outcome} {ended.seen}"
    else:
        outcome = f"SURVIVED  ({ended.took:.0f} s)" if ended.mutant else f"nothing found  ({ended.took:.0f} s)"
    return f"{name:<{WIDEST}}  {outcome}"


def summary(ended: Sequence[Hunt], seeds: int) -> list[str]:
    """Return the figures, and what is not as it should be."""
    hunted = [each for each in ended if each.mutant]
    caught = [each for each in hunted if each.is_good]
    early = sum(each.mutant is not None and each.mutant.written_from == "design" for each in hunted)
    lines = [line(each) for each in ended if not each.is_good]
    most = max((each.needed or 0 for each in caught), default=0)
    return [
        *lines,
        f"{len(caught)} of {len(hunted)} mutants caught, each within {seeds:,} seeds; the hardest needed {most:,}.",
        f"{early} of them were written before the code they break was read.",
    ]


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--seeds", type=int, default=USUAL, help="after how many seeds a mutant counts as not caught")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=0, help="mutants at a time; 0: one for each processor")
    parser.add_argument("--only", default="", help="only mutants whose name holds these words")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
