"""A recorded run: what is written down, what is gone on with, and what does not count."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.record import PIECE, Record, program
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


def test_seeds_of_another_program_do_not_count(path: Path) -> None:
    list(Record(path, "one").keep([came(25)]))

    other = Record(path, "two")

    assert (other.whole.seeds, other.next_seed, other.others) == (0, 0, 25)


def test_violations_are_kept(path: Path) -> None:
    list(Record(path, "one").keep([Series(seeds=25, broken=Counter({"nothing is lost": 1}))]))

    assert not Record(path, "one").whole.is_good(must_meet=False)


def test_the_program_is_known_by_its_code() -> None:
    assert program() == program()


def test_no_seed_is_begun_when_the_time_is_over() -> None:
    assert [each.seeds for each in batches(range(10_000), jobs=1, seconds=0.0)] == [25]


def test_seeds_are_counted_in_their_order() -> None:
    (first, second) = batches(range(30), jobs=1)

    assert (first.seeds, second.seeds) == (25, 5)
