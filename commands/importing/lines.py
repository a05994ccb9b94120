"""The lines of a text one at a time, with an end to how much one record may swallow."""

from collections import deque
from typing import TextIO

from commands.importing.failure import CannotImport

LONGEST_RECORD = 1 << 20
"""In characters. A record that goes on for longer is a mistake, and must not fill the memory."""

PATIENCE = 8 << 20
"""How many characters may be read again in any file; a long one earns more as it is read."""

LINE_ENDS = ("\n", "\r")


class RecordTooLong(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """The record goes on and on: a line without an end, or a quotation mark that is never closed."""


class Lines:
    """An iterator of lines that remembers which of them belong to the record being read.

    ``first`` is the number of that record's first line, ``taken`` its lines so far.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._size = 0
        self._patience = PATIENCE
        self.first = 1
        self.taken: list[str] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise RecordTooLong
        return line

    def begin(self) -> None:
        """Begin a new record behind the lines taken so far."""
        self.first += len(self.taken)
        self.taken.clear()
        self._size = 0

    def give_back(self) -> None:
        """Keep only the first line of the record: one stray quotation mark must not cost the lines behind it.

        A file full of them would be read again for every line; past a measure all lines stay with the broken record.
        """
        size = self._size - len(self.taken[0])
        if size > self._patience:
            return
        self._patience -= size
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def peek(self) -> str:
        """Return the next line and leave it where it is."""
        if not self._again:
            self._again.append(self._read())
        return self._again[0]

    def _read(self) -> str:
        """Read a line; of one without end, read the beginning and skip the rest."""
        line = rest = self._piece()
        while len(rest) > LONGEST_RECORD and not rest.endswith(LINE_ENDS):
            rest = self._piece()
        self._patience += len(line)
        return line

    def _piece(self) -> str:
        try:
            return self._text.readline(LONGEST_RECORD + 1)
        except UnicodeError as error:
            raise CannotImport(
                f"The file is not in {self._text.encoding}; say what it is: --encoding cp1252."
            ) from error
        except OSError as error:
            raise CannotImport(f"The file can no longer be read: {error.strerror}. Run it again.") from error
