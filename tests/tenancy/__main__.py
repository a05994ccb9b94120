"""Play many random operations on two companies side by side: ``python -m tests.tenancy --operations 10000``."""

import argparse
import sys
import time
from collections import Counter
from random import Random

from tests.tenancy.operations import Player
from tests.tenancy.pair import side_by_side

A_DATABASE = 250
"""Operations after which a fresh one is taken: full ones are slow, and new ones begin with everything unknown."""


def main() -> int:
    """Play; print what was done, and end non-zero on a leak."""
    parser = argparse.ArgumentParser(prog="tests.tenancy", description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began, looked, calls, done, met = time.monotonic(), 0, 0, 0, Counter[str]()
    while done < given.operations:
        some = min(A_DATABASE, given.operations - done)
        with side_by_side(given.seed + done) as pair:
            player = Player(pair, Random(given.seed + done))
            player.play(some)
            met += player.done
            looked, calls, done = looked + pair.looked, calls + pair.calls, done + some
        sys.stdout.write(f"{done} operations, {looked} texts looked at, {calls} calls, no leak\n")
        sys.stdout.flush()
    sys.stdout.write("\n".join(f"{count:7} {what}" for what, count in met.most_common()) + "\n")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
