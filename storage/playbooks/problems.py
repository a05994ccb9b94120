"""What is wrong with a playbook file, in words for the person who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 60
"""Characters of somebody's text that a sentence quotes before it is cut."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``line`` counts from 1; ``field`` is a path such as ``items[3].due``, empty for the file itself."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{printable(self.file)}:{self.line}"
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class BadPlaybook(Exception):  # noqa: N818 - a finding about somebody's file, not a fault of the program
    """A playbook that cannot be used; ``problems`` holds everything that was found, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
        super().__init__("\n".join(map(str, self.problems)))


def quotable(text: str) -> str:
    """Return the text short enough for a sentence, with nothing in it that a terminal would act upon."""
    return printable(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def printable(text: str) -> str:
    """Return the text with its control characters spelled out."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def suggest(word: str, allowed: Iterable[str]) -> str:
    """Return the half sentence that names the nearest allowed word, or all of them where none is near."""
    words = sorted(allowed)
    near = get_close_matches(word.lower(), words, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"use one of: {', '.join(words)}." if words else "there is none to choose from."
