"""A recorded run: what is written down, what is gone on with, and what does not count."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.coverage import FAULTS, WINDOWS, times_met, unmet
from tests.simulation.record import PIECE, ROOT, Record, Refused, program
from tests.simulation.series import Series, batches


def came(seeds: int, **counts: int) -> Series:
    return Series(seeds=seeds, cpu=1.0, took=0.5, virtual=60.0, choices=10, counts=Counter(counts))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "record.jsonl"


def test_a_run_goes_on_where_it_ended(path: Path) -> None:
    list(Record(path, "one").keep([came(25, post=3), came(25, post=4)]))

    again = Record(path, "one")

    assert again.next_seed == 50
    assert again.whole == Series(seeds=50, cpu=2.0, took=1.0, virtual=120.0, choices=20, counts=Counter(post=7))


def test_pieces_are_written_while_it_goes_on(path: Path) -> None:
    record = Record(path, "one")
    keeping = record.keep([came(PIECE), came(25)])

    next(keeping)
    next(keeping)

    assert Record(path, "one").whole.seeds == PIECE


def test_a_run_that_is_broken_off_keeps_what_it_came_to(path: Path) -> None:
    def broken_off() -> Iterator[Series]:
        yield came(25)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Record(path, "one").keep(broken_off()))

    assert Record(path, "one").next_seed == 25


def test_a_line_cut_short_by_a_kill_is_left_out(path: Path) -> None:
    list(Record(path, "one").keep([came(25)]))
    path.write_text(path.read_text(encoding="utf-8") + '{"seeds": 1', encoding="utf-8")

    list(Record(path, "one").keep([came(25)]))

    assert Record(path, "one").whole.seeds == 50


def test_a_record_of_another_program_is_not_gone_on_with(path: Path) -> None:
    list(Record(path, "one").keep([came(25)]))
    kept = path.read_text(encoding="utf-8")

    with pytest.raises(Refused, match="was recorded of other code \\(one, and this is two\\)"):
        Record(path, "two")

    assert path.read_text(encoding="utf-8") == kept


def test_a_new_record_may_begin_with_any_seed(path: Path) -> None:
    list(Record(path, "one", first=7000).keep([came(25), came(25)]))

    assert Record(path, "one").next_seed == 7050


def test_no_seed_is_played_again_or_left_out(path: Path) -> None:
    list(Record(path, "one").keep([came(25)]))

    assert Record(path, "one", first=25).next_seed == 25
    for first in (0, 26):
        with pytest.raises(Refused, match="goes on with seed 25"):
            Record(path, "one", first=first)


def test_what_two_runs_wrote_side_by_side_does_not_add_up(path: Path) -> None:
    one, other = Record(path, "one"), Record(path, "one")
    list(one.keep([came(25)]))
    list(other.keep([came(25)]))

    with pytest.raises(Refused, match="holds seed 0 where 25 comes next"):
        Record(path, "one")


def test_what_was_never_met_in_any_sitting_fails_the_whole(path: Path) -> None:
    for _ in range(3):
        record = Record(path, "one")
        list(record.keep([came(PIECE, post=1)]))

    assert not record.whole.is_good(must_meet=True)
    assert "  NEVER MET pile: put" in list(record.whole.lines(must_meet=True))


def test_each_fault_and_each_point_is_told_with_how_often_it_was_met(path: Path) -> None:
    counts = {"wire: odd": 1200, "crashed: take begins": 7, "preempted: tell reads": 3, "paused: tell reads": 2}
    for _ in range(2):
        list(Record(path, "one").keep([came(PIECE, **counts)]))

    told = list(Record(path, "one").whole.lines(must_meet=True))

    assert "     2,400  wire: odd" in told
    assert "        14         0         0  take begins" in told
    assert "         0         6         4  tell reads" in told


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_was_never_met_stands_in_the_count_too(name: str) -> None:
    assert f"         0  {name}" in list(times_met(Counter()))


def test_what_each_sitting_met_adds_up(path: Path) -> None:
    """Nothing is missing as soon as every window was met in one sitting or another."""
    everything = [any_of[0] for any_of in WINDOWS.values()]
    everything += [name for name in unmet(Counter()) if name not in WINDOWS]
    for half in (everything[::2], everything[1::2]):
        record = Record(path, "one")
        list(record.keep([came(PIECE, **dict.fromkeys(half, 1))]))
        assert record.whole.is_good(must_meet=True) is (half == everything[1::2])


def test_violations_are_kept(path: Path) -> None:
    list(Record(path, "one").keep([Series(seeds=25, broken=Counter({"nothing is lost": 1}))]))

    assert not Record(path, "one").whole.is_good(must_meet=False)


def test_the_program_is_known_by_its_code() -> None:
    assert program() == program()


def test_whoever_runs_it_is_told_why_a_record_is_refused(path: Path) -> None:
    list(Record(path, "another").keep([came(25)]))

    told = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--seeds", "1", "--record", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 2
    assert "was recorded of other code" in told.stdout
    assert told.stderr == ""


def test_no_seed_is_begun_when_the_time_is_over() -> None:
    assert [each.seeds for each in batches(range(10_000), jobs=1, seconds=0.0)] == [25]


def test_seeds_are_counted_in_their_order() -> None:
    (first, second) = batches(range(30), jobs=1)

    assert (first.seeds, second.seeds) == (25, 5)
