"""What the file has named so far, kept beside the memory so that a million rows need no more of it than a thousand."""

import sqlite3
from types import TracebackType
from typing import Self


class Seen:
    """Counts keys. It lives in a private file that SQLite removes by itself; nothing of it outlasts the import."""

    def __init__(self) -> None:
        self._scratch = sqlite3.connect("", isolation_level=None)
        self._scratch.execute("PRAGMA journal_mode = OFF")
        self._scratch.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INT, times INT) WITHOUT ROWID")
        # One transaction for ever: the scratch file is never committed, only thrown away.
        self._scratch.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()

    def note(self, key: str, line: int) -> tuple[int, int]:
        """Count a key; return how many times it has come by now, and on which line it came first."""
        self._scratch.execute(
            "INSERT INTO seen VALUES (?, ?, 1) ON CONFLICT (key) DO UPDATE SET times = times + 1", (key, line)
        )
        times, first = self._scratch.execute("SELECT times, line FROM seen WHERE key = ?", (key,)).fetchone()
        return times, first
