"""A playbook that was pasted into several fields: put together, and each problem taken back to its field and line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.playbook_texts import Fault
from messages.shelf import PARTS

MOST_FAULTS = 6
"""Lines of problems under one field: whoever has more mends these first."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The whole text, and the field and first line of each part of it."""

    text: str
    parts: tuple[tuple[str, int], ...]

    def under_fields(self, faults: Sequence[Fault]) -> Mapping[str, str]:
        """Return the problems of each field, one a line, counted from the field's own first line."""
        placed = sorted((self._place(fault) for fault in faults), key=lambda each: (PARTS.index(each[0]), each[1]))
        found = {name: [said for *_, said in each] for name, each in groupby(placed, key=lambda each: each[0])}
        return {name: _shortened(said) for name, said in found.items()}

    def _place(self, fault: Fault) -> tuple[str, int, str]:
        name, first = next((part for part in reversed(self.parts) if part[1] <= fault.line), (PARTS[0], 1))
        line = fault.line - first + 1
        field = f"{fault.field}: " if fault.field else ""
        return name, line, f"Line {line}: {field}{fault.message}"


def pasted(values: Mapping[str, str]) -> Pasted:
    """Put the fields together, as typed: in YAML the spaces in front of a line mean something."""
    lines: list[str] = []
    parts = []
    for name in PARTS:
        given = values.get(name, "").replace("\r\n", "\n").strip("\n")
        if given.strip():
            parts.append((name, len(lines) + 1))
            lines += given.split("\n")
    return Pasted("\n".join(lines), tuple(parts))


def _shortened(said: Sequence[str]) -> str:
    more = [f"and {len(said) - MOST_FAULTS} more"] if len(said) > MOST_FAULTS else []
    return "\n".join([*said[:MOST_FAULTS], *more])
