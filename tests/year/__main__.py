"""A year from the command line: three companies side by side, their figures last."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.year.play import Played, play
from tests.year.report import report
from tests.year.tempers import MIXES


def main() -> None:
    """Play the same deals in each company."""
    parser = argparse.ArgumentParser(prog="python -m tests.year")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deals", type=int, default=200)
    asked = parser.parse_args()
    with ProcessPoolExecutor(max_workers=len(MIXES)) as pool:
        years = list(pool.map(partial(play, seed=asked.seed, deals=asked.deals), MIXES))
    for each in years:
        sys.stdout.write(told(each) + "\n")
    sys.stdout.write("\n" + report(years) + "\n")


def told(year: Played) -> str:
    """Return how much was judged, and what people tried in vain."""
    tally = year.tally
    refused = ", ".join(f"{name} {count}" for name, count in tally.refused.most_common()) or "nothing"
    choices = ", ".join(f"{name} {count}" for name, count in tally.choices.most_common()) or "none"
    return (
        f"{year.mix}: {year.judged:,} changes and {tally.nudges.total():,} nudges judged, every invariant held; "
        f"{tally.looks:,} looks by the clock; decisions: {choices}; refused: {refused}"
    )


if __name__ == "__main__":
    main()
