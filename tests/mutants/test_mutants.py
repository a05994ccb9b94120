"""Every mutant still fits the program, the machinery tells caught from survived, and a few are caught here and now."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.__main__ import line, main, summary
from tests.mutants.hunt import USUAL, Chase, Hunt, caught, hunt, hunt_all
from tests.mutants.mutant import Mutant, Patch, Stale, mutants, read
from tests.mutants.tree import FOLDERS, ROOMS, ROOT, grow

ALL = mutants()
BY_NAME = {each.name: each for each in ALL}
SIGHTED = Mutant("a mutant", "something", "code", (Patch("bot/model.py", "import", "import"),))


# The lists.


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own() -> None:
    assert len(ALL) >= 25
    assert len(BY_NAME) == len(ALL)


def test_half_of_them_were_written_before_the_code_they_break_was_read() -> None:
    early = [each for each in ALL if each.written_from == "design"]

    assert 2 * len(early) >= len(ALL)


@pytest.mark.parametrize("mutant", ALL, ids=lambda each: each.name)
def test_a_mutant_still_fits_the_program_and_compiles(mutant: Mutant) -> None:
    sources = mutant.sources(ROOT)

    assert sources
    for file, source in sources.items():
        compile(source, file, "exec")
        assert source != (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("mutant", ALL, ids=lambda each: each.name)
def test_a_mutant_breaks_the_program_and_not_what_judges_it(mutant: Mutant) -> None:
    assert {Path(patch.file).parts[0] for patch in mutant.patches} <= set(ROOMS)


def test_each_says_what_it_breaks() -> None:
    assert [each.name for each in ALL if len(each.breaks.split()) < 6] == []


# A patch.


def test_a_patch_takes_the_place_of_words_that_stand_there_once() -> None:
    assert Patch("a.py", "old", "new").applied("an old word") == "an new word"


@pytest.mark.parametrize(("source", "times"), [("nothing of it", 0), ("old and old", 2)])
def test_a_patch_that_fits_nowhere_or_in_two_places_is_stale(source: str, times: int) -> None:
    with pytest.raises(Stale, match=f"a.py holds these words {times} times"):
        Patch("a.py", "old", "new").applied(source)


def test_two_patches_of_one_file_are_both_put_in(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one two", encoding="utf-8")
    both = Mutant("both", "", "code", (Patch("a.py", "one", "1"), Patch("a.py", "two", "2")))

    assert both.sources(tmp_path) == {"a.py": "1 2"}


def test_a_stale_mutant_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one", encoding="utf-8")
    stale = Mutant("no lease at all", "", "code", (Patch("a.py", "two", "2"),))

    with pytest.raises(Stale, match="“no lease at all” does not fit any more"):
        stale.sources(tmp_path)


def test_a_list_is_read_with_what_it_was_written_from(tmp_path: Path) -> None:
    listed = tmp_path / "list.toml"
    listed.write_text(
        """
        [[mutant]]
        name = "a"
        breaks = "W1"
        [[mutant.patch]]
        file = "bot/model.py"
        old = '''x'''
        new = '''y'''
        """,
        encoding="utf-8",
    )

    assert read(listed, "design") == [Mutant("a", "W1", "design", (Patch("bot/model.py", "x", "y"),))]


# A tree.


def test_a_tree_differs_from_the_program_by_the_bug_only(tmp_path: Path) -> None:
    mutant = ALL[0]

    grow(tmp_path, mutant)

    changed = mutant.sources(ROOT)
    for room in FOLDERS:
        for path in (ROOT / room).rglob("*.py"):
            file = path.relative_to(ROOT).as_posix()
            expected = changed.get(file) or path.read_text(encoding="utf-8")
            assert (tmp_path / file).read_text(encoding="utf-8") == expected


def test_a_tree_without_a_mutant_is_the_program_and_brings_no_compiled_file(tmp_path: Path) -> None:
    grow(tmp_path, None)

    assert (tmp_path / "bot/model.py").read_bytes() == (ROOT / "bot/model.py").read_bytes()
    assert list(tmp_path.rglob("*.pyc")) == []


def test_the_program_itself_is_left_as_it_is(tmp_path: Path) -> None:
    mutant = ALL[0]
    before = {patch.file: (ROOT / patch.file).read_bytes() for patch in mutant.patches}

    grow(tmp_path, mutant)

    assert {file: (ROOT / file).read_bytes() for file in before} == before


# A hunt.


@pytest.mark.parametrize("name", ["history without metadata"])
def test_a_mutant_is_caught(name: str) -> None:
    ended = hunt(BY_NAME[name], first=0, seeds=USUAL)

    assert ended.is_good, ended
    assert ended.seed is not None
    assert ended.needed == ended.seed + 1
    assert ended.seen


def test_nothing_is_found_in_the_program_itself() -> None:
    ended = hunt(None, first=0, seeds=1)

    assert (ended.seed, ended.trouble) == (None, "")
    assert ended.is_good


def test_a_mutant_that_does_nothing_survives() -> None:
    idle = Mutant("idle", "nothing", "code", (Patch("bot/context.py", "timedelta(hours=1)", "timedelta(minutes=60)"),))

    (ended,) = hunt_all([idle], first=0, seeds=1, jobs=1)

    assert (ended.seed, ended.trouble) == (None, "")
    assert not ended.is_good


def test_a_mutant_that_cannot_even_be_loaded_is_not_caught() -> None:
    broken = Mutant("broken", "all", "code", (Patch("bot/context.py", "AROUND = t", "1 / 0\nAROUND = t"),))

    ended = hunt(broken, first=0, seeds=1)

    assert ended.trouble.startswith("ZeroDivisionError")
    assert not ended.is_good


def test_a_mutant_that_does_not_fit_the_program_is_not_caught() -> None:
    ended = hunt(Mutant("stale", "all", "code", (Patch("bot/context.py", "no such words", ""),)), first=0, seeds=1)

    assert ended.trouble.startswith("The mutant “stale” does not fit any more")
    assert not ended.is_good


def test_a_seed_that_breaks_without_the_bug_as_well_catches_nothing() -> None:
    def chase(*broken: int) -> Chase:
        return lambda first, seeds: {"seed": next((n for n in range(first, first + seeds) if n in broken), None)}

    assert caught(chase(3, 5, 8), chase(3, 5), first=0, seeds=10) == {"seed": 8}
    assert caught(chase(3, 5), chase(3, 5), first=0, seeds=10) == {"seed": None}
    assert caught(chase(9, 10), chase(9), first=0, seeds=10) == {"seed": None}


def test_a_run_that_never_ends_is_caught(tmp_path: Path) -> None:
    """A loop inside a run, with the patience cut short."""
    grow(tmp_path, None)
    for file, old, new in (
        ("tests/mutants/chase.py", "PATIENCE = 90.0", "PATIENCE = 0.2"),
        ("tests/mutants/chase.py", "broken = run(seed).broken", "for broken in iter(int, 1):\n            pass"),
    ):
        path = tmp_path / file
        path.write_text(Patch(file, old, new).applied(path.read_text(encoding="utf-8")), encoding="utf-8")

    told = subprocess.run(
        [sys.executable, "-m", "tests.mutants.chase", "4", "9"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(told.stdout) == {
        "seed": 4,
        "invariant": "a run comes to an end",
        "seen": "none after 0 s",
    }


def test_another_copy_of_the_program_is_not_tried_by_mistake(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()

    told = subprocess.run(
        [sys.executable, "-m", "tests.mutants.chase", "0", "1"],
        cwd=tmp_path / "elsewhere",
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 1
    assert "is not the one in" in told.stderr


# What is said about it.


def test_a_caught_one_is_told_with_its_invariant_and_the_seeds_it_needed() -> None:
    told = line(Hunt(SIGHTED, seed=11, needed=12, invariant="nothing is said twice", took=3.2))

    assert told.split() == ["a", "mutant", "12", "seeds", "nothing", "is", "said", "twice", "(seed", "11,", "3", "s)"]


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (Hunt(SIGHTED), "SURVIVED"),
        (Hunt(SIGHTED, trouble="ImportError: no"), "COULD NOT BE RUN: ImportError: no"),
        (Hunt(None, seed=3, needed=4, invariant="one owner"), "FOUND WHERE NOTHING IS"),
    ],
)
def test_what_is_not_as_it_should_be_stands_out_and_is_told_again_at_the_end(ended: Hunt, words: str) -> None:
    assert not ended.is_good
    assert words in line(ended)
    assert summary([Hunt(SIGHTED, seed=0, needed=1), ended], 10)[0] == line(ended)


def test_the_figures_count_mutants_and_not_the_run_without_one() -> None:
    early = Mutant("early", "", "design", ())
    ended = [Hunt(None), Hunt(early, seed=6, needed=7), Hunt(SIGHTED, seed=0, needed=1)]

    assert summary(ended, 2000) == [
        "2 of 2 mutants caught, each within 2,000 seeds; the hardest needed 7.",
        "1 of them were written before the code they break was read.",
    ]


def test_the_command_ends_well_when_every_mutant_was_caught(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--only", "a won deal opens again"])

    assert code == 0
    assert "1 of 1 mutants caught" in capsys.readouterr().out


def test_the_command_fails_when_no_mutant_has_that_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "no such mutant"]) == 1
    assert "0 of 0" in capsys.readouterr().out
