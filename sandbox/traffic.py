"""The log of everything that passed between the app and the workspace, numbered without a gap."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, TextIO, get_args

from sandbox.edge.redaction import redacted
from sandbox.errors import Json

Kind = Literal["call", "delivery", "hook", "act", "control"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KEPT = 50_000


@dataclass
class Traffic:
    """Entries are written when they are complete, so that a number once read never changes.

    `entries` holds at least the last `kept` of them; the first `let_go` are forgotten. `sink` gets each as a line of
    JSON at once, so that a run that was killed can still be read.
    """

    entries: list[Json] = field(default_factory=list)
    kept: int = KEPT
    let_go: int = 0
    sink: TextIO | None = None

    @property
    def last(self) -> int:
        """The number of the newest entry, 0 before the first."""
        return self.let_go + len(self.entries)

    def log(
        self, kind: Kind, method: str, *, at: str, args: Json, status: int | str, answer: Any = None, **more: Any
    ) -> None:
        entry = redacted(
            {
                "number": self.last + 1,
                "at": at,
                "kind": kind,
                "method": method,
                "args": args,
                "status": status,
                "answer": answer,
                **more,
            }
        )
        self.entries.append(entry)
        self._let_go_of_the_oldest()
        if self.sink:
            self._write(self.sink, entry)

    def after(self, number: int) -> list[Json]:
        return self.entries[max(number - self.let_go, 0) :]

    def entry(self, number: int) -> Json | None:
        """Find an entry by its number; None if it was let go, or has not passed yet."""
        place = number - self.let_go - 1
        return self.entries[place] if 0 <= place < len(self.entries) else None

    def found(self, after: int = 0, *, kind: str = "", contains: str = "") -> Iterator[Json]:
        """Go through the entries after a number, oldest first, that are of this kind and hold these words."""
        words = contains.lower()
        # Not a slice: a search over the whole log would copy it first.
        for entry in islice(self.entries, max(after - self.let_go, 0), None):
            if (not kind or entry["kind"] == kind) and (not words or words in line(entry).lower()):
                yield entry

    def _let_go_of_the_oldest(self) -> None:
        # In bulk, because each time moves everything that stays.
        bulk = max(self.kept // 10, 1)
        if len(self.entries) >= self.kept + bulk:
            del self.entries[:bulk]
            self.let_go += bulk

    def _write(self, sink: TextIO, entry: Json) -> None:
        try:
            sink.write(f"{line(entry)}\n")
            sink.flush()
        except (OSError, ValueError) as error:
            # A full disk must not take the workspace down; a log with a hole would be worse than one that ends.
            self.sink = None
            sys.stderr.write(f"The traffic log ends at entry {entry['number']}: {error}.\n")


def line(entry: Json) -> str:
    """Write an entry as one line of JSON."""
    return json.dumps(entry, ensure_ascii=False, default=str)
