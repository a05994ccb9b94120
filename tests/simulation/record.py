"""A long run kept in a file, one line for every so many seeds: it can be ended at any time and gone on with."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tests.simulation.series import Series

PIECE = 1000
"""Seeds of a line: what is lost at most when a run is killed."""
ROOT = Path(__file__).parents[2]
PLAYED = ("bot", "storage", "messages", "commands", "tests/simulation")
"""What decides how a seed goes."""
NUMBERS = ("seeds", "cpu", "took", "virtual", "choices")


class Refused(Exception):  # noqa: N818 - what is said to whoever runs it, not a fault
    """A record that cannot be gone on with; the sentence says why and what would work."""


def program() -> str:
    """Return a short name of the code as it stands: seeds of another program prove nothing about this one."""
    read = blake2b(digest_size=8)
    for folder in PLAYED:
        for file in sorted(each for each in (ROOT / folder).rglob("*") if each.is_file()):
            # Words and playbooks are played as well; what the interpreter leaves behind is not.
            if "__pycache__" not in file.parts:
                read.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return read.hexdigest()


class Record:
    """The pieces of a run of one program. ``next_seed``: where it goes on; a new one begins with ``first``."""

    def __init__(self, path: Path, program: str, first: int | None = None) -> None:
        self._path = path
        self._program = program
        self.whole = Series()
        self.next_seed = first or 0
        for kept in _pieces_in(path):
            self._read(kept)
        if first is not None and self.whole.seeds and first != self.next_seed:
            raise Refused(f"{path} goes on with seed {self.next_seed}. Leave FROM out, or name another file.")

    def keep(self, batches: Iterable[Series]) -> Iterator[Series]:
        """Write down what a run comes to while it goes on, and hand it on."""
        piece = Series()
        try:
            for batch in batches:
                piece.add(batch)
                yield batch
                if piece.seeds >= PIECE:
                    self._write(piece)
                    piece = Series()
        finally:
            if piece.seeds:
                self._write(piece)

    def _write(self, piece: Series) -> None:
        kept: dict[str, Any] = {name: getattr(piece, name) for name in NUMBERS}
        kept |= {"program": self._program, "first": self.next_seed, "counts": piece.counts, "broken": piece.broken}
        kept["failed"] = [ran.seed for ran in piece.failed]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            # A kill may have cut the line before short: this one begins anew all the same.
            file.write("\n" + json.dumps(kept) + "\n")
        self._read(kept)

    def _read(self, kept: dict[str, Any]) -> None:
        if kept["program"] != self._program:
            raise Refused(
                f"{self._path} was recorded of other code ({kept['program']}, and this is {self._program}), and seeds of "
                "two programs do not add up. Go on with the commit that it began with, or name another file."
            )
        if self.whole.seeds and kept["first"] != self.next_seed:
            raise Refused(
                f"{self._path} holds seed {kept['first']} where {self.next_seed} comes next, as when two runs write to "
                "one file. Begin anew with another file."
            )
        numbers = {name: kept[name] for name in NUMBERS}
        self.whole.add(Series(**numbers, counts=Counter(kept["counts"]), broken=Counter(kept["broken"])))
        self.next_seed = kept["first"] + kept["seeds"]


def _pieces_in(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        with suppress(json.JSONDecodeError):
            yield json.loads(line)
