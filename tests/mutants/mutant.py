"""A deliberate bug: what it breaks, and the few exact words of the program that it puts in the place of others."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LISTS = {"design": HERE / "from_the_design.toml", "code": HERE / "from_the_code.toml"}
"""Where the mutants stand, by what was read before they were written."""


class Stale(Exception):  # noqa: N818 - nothing failed; the program has moved on
    """A patch does not fit the program any more: a mutant that cannot be made proves nothing."""


@dataclass(frozen=True, slots=True)
class Patch:
    """``old`` stands once in the file, and ``new`` takes its place."""

    file: str
    old: str
    new: str

    def applied(self, source: str) -> str:
        """Return the file's text with the bug in it; raise Stale unless it can be put in at one place only."""
        times = source.count(self.old)
        if times != 1:
            raise Stale(f"{self.file} holds these words {times} times, and must hold them once:\n{self.old}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutant:
    """``breaks`` names the window of failure or the invariant; ``written_from`` is "design" or "code"."""

    name: str
    breaks: str
    written_from: str
    patches: tuple[Patch, ...]

    def sources(self, tree: Path) -> dict[str, str]:
        """Return the text of every file that the bug changes, as it stands in a tree and with the bug in it."""
        changed: dict[str, str] = {}
        for patch in self.patches:
            before = changed.get(patch.file) or (tree / patch.file).read_text(encoding="utf-8")
            try:
                changed[patch.file] = patch.applied(before)
            except Stale as stale:
                raise Stale(f"The mutant “{self.name}” does not fit any more: {stale}") from stale
        return changed


def mutants() -> Sequence[Mutant]:
    """Return all of them, those first that were written before the code they break was read."""
    return [each for written_from, path in LISTS.items() for each in read(path, written_from)]


def read(path: Path, written_from: str) -> Sequence[Mutant]:
    """Return the mutants of one list."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return [
        Mutant(each["name"], each["breaks"], written_from, tuple(Patch(**patch) for patch in each["patch"]))
        for each in listed
    ]
