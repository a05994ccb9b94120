"""A copy of the program in which a mutant lives, so that nothing else sees the bug."""

import shutil
from pathlib import Path

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "commands", "messages", "storage")
FOLDERS = (*ROOMS, "tests/simulation", "tests/mutants")
FILES = ("tests/orphans.py",)
"""What the simulation runs on, and what runs it: nothing else is copied."""


def grow(into: Path, mutant: Mutant | None) -> Path:
    """Copy the program there, with the mutant's bug in it if one is given, and return where it stands."""
    # Compiled files stay behind: a patch may leave a file with the size and the second that its compiled twin names.
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, into / folder, ignore=leave)
    for file in FILES:
        shutil.copy2(ROOT / file, into / file)
    if mutant:
        for file, source in mutant.sources(ROOT).items():
            (into / file).write_text(source, encoding="utf-8")
    return into
