"""The file of rejected rows: what was wrong, and the row as it was, ready to be corrected and imported again."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from commands.importing.failure import BadRow, CannotImport, Reason
from commands.importing.reading import Row

OURS = ["line", "reason"]
# Bytes that were no text come through as they were; other lone surrogates cannot be written at all.
UNWRITABLE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Rejects:
    """Collects rejected rows; the file appears, whole, when the import ends, and only if there is a row for it.

    A run without rejects takes away the file that an earlier run left beside the list. Nothing is replaced when the
    import fails.
    """

    def __init__(self, source: Path, header: Sequence[str], wanted: Path | None) -> None:
        self.path = wanted or source.with_suffix(".rejects.csv")
        self._is_ours = wanted is None
        # A corrected rejects file comes back with our own two columns; they are written anew.
        self._skipped = len(OURS) if [*header[: len(OURS)]] == OURS else 0
        self._header = [*OURS, *header[self._skipped :]]
        self._draft = self.path.with_name(self.path.name + ".part")
        self._file: TextIO | None = None
        self._writer: Any = None
        if wanted and wanted.exists() and wanted.samefile(source):
            raise CannotImport(f"--rejects names the list itself, {source}; name another file.")

    @property
    def written(self) -> Path | None:
        """Return where the rejected rows stand; None when there are none."""
        return self.path if self._file else None

    def add(self, row: Row, fault: BadRow) -> None:
        """Take a row; raise CannotImport when the file cannot be written."""
        try:
            if self._file is None:
                self._begin()
            kept = row.cells if fault.reason is Reason.BROKEN else row.cells[self._skipped :]
            cells = [UNWRITABLE.sub("\ufffd", cell) for cell in kept]
            self._writer.writerow([row.line, fault.sentence, *cells])
        except OSError as error:
            raise self._cannot_write(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._file:
                self._file.close()
                if kind is None:
                    self._draft.replace(self.path)
            elif kind is None and self._is_ours and self._is_old():
                self.path.unlink()
        except OSError as failure:
            raise self._cannot_write(failure) from failure
        finally:
            if self._file:
                self._draft.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._file = self._draft.open("w", encoding="utf-8", errors="surrogateescape", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(self._header)

    def _is_old(self) -> bool:
        if not self.path.is_file():
            return False
        with self.path.open("rb") as old:
            return old.read(64).startswith(",".join(OURS).encode())

    def _cannot_write(self, error: OSError) -> CannotImport:
        return CannotImport(
            f"The rejected rows cannot be written to {self.path} ({error.strerror}). "
            "Run it again with --rejects PATH; what was imported is not imported twice."
        )
