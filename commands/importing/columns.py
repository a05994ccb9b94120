"""Which of the file's columns say what: --map, --id and presets against the header."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from commands.importing.facts import clean, quoted
from commands.importing.failure import CannotImport
from commands.importing.presets import Field

FIELDS = {str(field): field for field in Field}
COLUMN = re.compile(r"\{([^{}]*)\}")
MOST_LISTED = 30
JOINTS = " ·-\u2013\u2014,;:/|"
"""What is left over at the edge of a text when one of its columns is empty."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text made from cells: ``pieces`` are words as they are, or numbers of columns."""

    pieces: tuple[str | int, ...]

    def of(self, cells: Sequence[str]) -> str:
        """Return the text for one row, without the joints that an empty cell leaves behind."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0], int):
            return clean(cells[self.pieces[0]])
        made = "".join(clean(cells[piece]) if isinstance(piece, int) else piece for piece in self.pieces)
        return made.strip(JOINTS)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each of our fields stands in this file. No ``id``: rows are told apart by what they say."""

    texts: Mapping[Field, Text]
    id: tuple[int, ...]

    def has(self, field: Field) -> bool:
        return field in self.texts

    def get(self, field: Field, cells: Sequence[str]) -> str:
        """Return what a row says about a field, clean; empty when the file has no such column."""
        text = self.texts.get(field)
        return text.of(cells) if text else ""


def parse_map(text: str) -> dict[Field, str]:
    """Read ``name=Deal name,amount=Value``; a pair that holds a comma is put in double quotes."""
    mapped: dict[Field, str] = {}
    for pair in _cut(text):
        name, sign, column = (part.strip() for part in pair.partition("="))
        if not sign or not column:
            raise CannotImport(f"--map has {quoted(pair)}; it takes pairs such as name=account,amount=close_value.")
        field = FIELDS.get(name)
        if field is None:
            raise CannotImport(f"--map names “{name}”, which is no field{_nearest(name, list(FIELDS))}")
        if field in mapped:
            raise CannotImport(f"--map gives {name} twice; give it once.")
        mapped[field] = column
    return mapped


def bind(header: Sequence[str], mapped: Mapping[Field, str], id_columns: str) -> Columns:
    """Find the mapped columns in the header; a field that is not mapped takes the column of its own name.

    Raises CannotImport for a column that is not there or stands twice, and where nothing names the deal.
    """
    find = _Finder(header)
    wanted: dict[Field, str] = {field: str(field) for field in Field if find.has(field)} | dict(mapped)
    id_wanted = id_columns or wanted.get(Field.ID, "")
    wanted.pop(Field.ID, None)
    texts = {field: _text(text, find) for field, text in wanted.items()}
    if Field.NAME not in texts and Field.ACCOUNT not in texts:
        raise CannotImport(
            f"No column says what the deals are called. The file has {find.listed}; "
            "say which one it is, for example --map name=COLUMN,account=COLUMN."
        )
    return Columns(texts, tuple(find(name) for name in _cut(id_wanted)))


def _cut(text: str) -> list[str]:
    """Cut a list typed by a person at its commas; what is in double quotes stays whole."""
    return [part.strip() for part in next(csv.reader([text], skipinitialspace=True), []) if part.strip()]


def _text(wanted: str, find: "_Finder") -> Text:
    if not COLUMN.search(wanted):
        return Text((find(wanted),))
    # Splitting at a group gives words and columns in turn, words first.
    parts = COLUMN.split(wanted)
    pieces = [find(part) if index % 2 else part for index, part in enumerate(parts)]
    return Text(tuple(piece for piece in pieces if piece != ""))


class _Finder:
    """Finds a column by name, whatever its case."""

    def __init__(self, header: Sequence[str]) -> None:
        self._names = [clean(name) for name in header]
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(self._names):
            self._places.setdefault(name.casefold(), []).append(place)

    @property
    def listed(self) -> str:
        return _listed(self._names)

    def has(self, name: str) -> bool:
        return len(self._places.get(name.casefold(), ())) == 1

    def __call__(self, name: str) -> int:
        """Return the place of a column; raise CannotImport with the nearest names."""
        places = self._places.get(clean(name).casefold(), [])
        if len(places) == 1:
            return places[0]
        if places:
            where = " and ".join(str(place + 1) for place in places)
            raise CannotImport(
                f"Column {quoted(name)} stands more than once in the header (columns {where}); rename one."
            )
        raise CannotImport(f"The file has no column {quoted(name)}{_nearest(name, self._names)}")


def _nearest(name: str, known: Sequence[str]) -> str:
    folded = {one.casefold(): one for one in known}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {quoted(folded[near[0]])}?"
    return f"; there is {_listed(known)}."


def _listed(names: Sequence[str]) -> str:
    more = " and more" if len(names) > MOST_LISTED else ""
    return ", ".join(quoted(name) for name in names[:MOST_LISTED]) + more
