"""Every zone on every change of its clocks, from the command line: how often each function was asked comes last."""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.clocks.agreeing import agree
from tests.clocks.wall import FIRST, LAST, zones


def main() -> None:
    """Hold all zones against the wall; the first that disagrees ends it, with what was asked and where."""
    counts: Counter[str] = Counter()
    names = zones()
    with ProcessPoolExecutor() as pool:
        for of_zone in pool.map(agree, names, chunksize=8):
            counts += of_zone
    for what, times in counts.items():
        sys.stdout.write(f"{times:>10,}  {what}\n")
    sys.stdout.write(f"{len(names)} zones, {FIRST.year} to {LAST.year}: every answer is what the wall shows.\n")


if __name__ == "__main__":
    main()
