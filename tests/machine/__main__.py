"""The machine from the command line: so many examples of so many steps, and what was met in them."""

import argparse
import sys

from tests.machine.play import figures, play, unmet


def main() -> int:
    """Play; return 1 when something was never met. A broken promise raises with the steps that lead to it."""
    parser = argparse.ArgumentParser(prog="python -m tests.machine")
    parser.add_argument("--examples", type=int, default=600)
    parser.add_argument("--steps", type=int, default=50)
    asked = parser.parse_args()
    play(asked.examples, asked.steps)
    sys.stdout.write("\n".join(figures()) + "\n")
    sys.stdout.write("".join(f"  NEVER MET {each}\n" for each in unmet()))
    return 1 if unmet() else 0


if __name__ == "__main__":
    sys.exit(main())
