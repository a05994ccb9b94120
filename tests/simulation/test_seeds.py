"""A slice of the simulation that fits into every run of the tests, and that a seed is all there is to a run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.run import run
from tests.simulation.series import play
from tests.simulation.shrink import shrunk

TRACED = (6, 61, 65, 84)


@pytest.mark.parametrize("first", range(1000, 1050, 10))
def test_no_invariant_breaks_in_ten_seeds(first: int) -> None:
    series = play(range(first, first + 10), jobs=1)

    assert series.broken == {}


def test_the_same_seed_makes_the_same_choices_and_takes_the_same_steps() -> None:
    first, second = run(6, steps=10_000), run(6, steps=10_000)

    assert first.tape == second.tape
    assert first.steps == second.steps
    assert first.counts == second.counts


def test_a_tape_replays_what_its_seed_did() -> None:
    played = run(6, steps=10_000)

    replayed = run(6, played.tape, steps=10_000)

    assert replayed.steps == played.steps


def test_an_empty_tape_is_a_run_in_which_nothing_goes_wrong() -> None:
    dull = run(0, [])

    assert dull.broken == ()
    assert not [name for name in dull.counts if name.startswith(("crashed", "wire: ", "database: "))]


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_order_of_sets_decides_nothing(hash_seed: str) -> None:
    """Another process with another hash seed takes the same steps as this one."""
    told = (
        "from tests.simulation.run import run; import logging; logging.disable(50); "
        f"print(*(run(seed).trace for seed in {TRACED}))"
    )

    there = subprocess.run(
        [sys.executable, "-c", told],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.split() == [run(seed).trace for seed in TRACED]


def test_a_shrunken_tape_keeps_what_fails_and_nothing_else() -> None:
    tape = [7, 0, 3, 9, 2, 8, 5, 1]

    short = shrunk(tape, lambda candidate: 9 in candidate)

    assert short == [0, 0, 0, 9]


def test_shrinking_ends_after_so_many_tries() -> None:
    tried: list[object] = []

    def holds(candidate: object) -> bool:
        tried.append(candidate)
        return False

    shrunk(list(range(1, 400)), holds, tries=20)

    assert len(tried) == 20
