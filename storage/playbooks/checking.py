"""Check playbook files for the command line."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.playbook import Playbook
from storage.playbooks.library import read_files
from storage.playbooks.opening import playbook_files
from storage.playbooks.problems import BadPlaybook, Problem


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the playbooks that can be used, and the problems of those that cannot."""

    good: tuple[Playbook, ...]
    problems: tuple[Problem, ...]

    @property
    def is_good(self) -> bool:
        """Whether everything can be used."""
        return not self.problems

    @property
    def text(self) -> str:
        """One line for each good playbook and each problem."""
        return "\n".join([*map(summary, self.good), *map(str, self.problems)])


def check(paths: Iterable[Path]) -> Report:
    """Read files, and the playbooks of folders, without changing anything."""
    wanted: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            wanted += playbook_files(path) if path.is_dir() else [path]
        except BadPlaybook as bad:
            problems += bad.problems
        except OSError:
            wanted.append(path)  # opening it says why
    good, found = read_files(dict.fromkeys(wanted))
    return Report(tuple(good), (*problems, *found))


def summary(playbook: Playbook) -> str:
    """Return the one line that says what a playbook holds."""
    gates = sum(item.is_gate for item in playbook.items)
    counts = (
        _counted(len(playbook.items), "item"),
        _counted(len(playbook.functions), "function"),
        _counted(gates, "gate"),
    )
    return f"{playbook.source}: {playbook.kind}: {', '.join(counts)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
