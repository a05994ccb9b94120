"""Rows of a CSV file, one at a time, whatever shape the file is in. Decides nothing about deals."""

import csv
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commands.importing.encodings import choose, is_wide, unreadable
from commands.importing.facts import clean
from commands.importing.failure import BadRow, CannotImport, Reason
from commands.importing.lines import Lines, RecordTooLong

DELIMITERS = (",", ";", "\t")
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One record and the number of the line it begins on. ``fault`` says why its cells cannot be trusted."""

    line: int
    cells: list[str]
    fault: BadRow | None = None


class Reading:
    """An open list: its header, then its rows. Blank lines are nobody's row. Reads a record at a time."""

    def __init__(self, binary: io.BufferedReader, size: int, encoding: str) -> None:
        self._binary = binary
        self._unreadable = unreadable(encoding)
        self.size = size
        self.encoding = encoding
        errors = "replace" if is_wide(encoding) else "surrogateescape"
        self._lines = Lines(io.TextIOWrapper(binary, encoding=encoding, errors=errors, newline=""))
        self._records = csv.reader(
            self._lines, delimiter=_delimiter(self._lines.peek()), strict=True, skipinitialspace=True
        )
        self.header = self._header()

    @property
    def bytes_read(self) -> int:
        return self._binary.tell()

    def check(self, row: Row) -> None:
        """Raise BadRow for a row with bytes that are not text in the file's encoding."""
        broken = next((cell for cell in row.cells if self._unreadable.search(cell)), None)
        if broken is None:
            return
        if "\x00" in broken:
            raise BadRow(Reason.ENCODING, f"Line {row.line} holds a NUL character; the file may be damaged there.")
        hint = " If the file comes from Excel or an old system, --encoding cp1252 may read it."
        raise BadRow(
            Reason.ENCODING,
            f"Line {row.line} has bytes that are not {self.encoding.removesuffix('-sig').upper()} text: "
            f"“{clean(broken)[:60]}”.{hint}",
        )

    def rows(self) -> Iterator[Row]:
        """Yield every row behind the header; one that is no proper CSV carries its first line as its only cell."""
        width = len(self.header)
        while (row := self._next()) is not None:
            if not any(row.cells):
                continue
            if row.fault is None and len(row.cells) != width:
                said = f"Line {row.line} has {len(row.cells)} columns, the header has {width}."
                yield Row(row.line, row.cells, BadRow(Reason.WIDTH, said))
            else:
                yield row

    def _next(self) -> Row | None:
        self._lines.begin()
        try:
            return Row(self._lines.first, next(self._records))
        except StopIteration:
            return None
        except (csv.Error, RecordTooLong):
            self._lines.give_back()
            raw = "".join(self._lines.taken).rstrip("\r\n")
            return Row(self._lines.first, [raw], BadRow(Reason.BROKEN, self._broken()))

    def _broken(self) -> str:
        line, taken = self._lines.first, self._lines.taken
        if len(taken[0]) > csv.field_size_limit():
            return f"Line {line} holds a text of more than {csv.field_size_limit():,} characters; shorten it."
        if len(taken) > 1:
            return f"Lines {line} to {line + len(taken) - 1} are one text, by a quotation mark that is not closed."
        return f"Line {line} has a quotation mark that is not closed, or stands inside a text; write it twice there."

    def _header(self) -> list[str]:
        while (row := self._next()) is not None:
            if row.fault:
                raise CannotImport(f"The header cannot be read. {row.fault.sentence}")
            if any(row.cells):
                return [name.removeprefix("\ufeff") for name in row.cells]
        return []


@contextmanager
def open_list(path: Path, encoding: str) -> Iterator[Reading]:
    """Open a file for reading; raise CannotImport when it is not there, no file, or not readable."""
    with _open(path) as binary:
        yield Reading(binary, os.fstat(binary.fileno()).st_size, choose(_head(binary), encoding))


def _open(path: Path) -> io.BufferedReader:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise CannotImport(f"{path} is a folder; name the CSV file in it.")
        if not stat.S_ISREG(mode):
            raise CannotImport(f"{path} is not a file; save the list as a CSV file first.")
        return path.open("rb")
    except FileNotFoundError as error:
        raise CannotImport(f"There is no file {path}; check its name and folder.") from error
    except OSError as error:
        raise CannotImport(f"{path} cannot be read: {error.strerror}.") from error


def _head(binary: io.BufferedReader) -> bytes:
    try:
        return binary.peek(HEAD)[:HEAD]
    except OSError as error:
        raise CannotImport(f"{binary.name} cannot be read: {error.strerror}.") from error


def _delimiter(header: str) -> str:
    """Return the mark that cuts the header into most columns; a comma where none does."""

    def columns(delimiter: str) -> int:
        try:
            return len(next(csv.reader([header], delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=columns)
