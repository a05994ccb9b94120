"""Playbooks by the folder: those that come with Baton, and a company's own."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from bot.playbook import Playbook
from storage.playbooks.opening import decode, open_text, playbook_files
from storage.playbooks.problems import BadPlaybook, Problem
from storage.playbooks.reading import read

FIRST = "saas-onboarding"
"""The playbook that stands first among those that come with Baton: deals of a kind that nobody knows begin by it."""


def built_in() -> list[Playbook]:
    """Return the playbooks that come with Baton, the usual one first, the others by file name."""
    return [read(text, source=name) for name, text in built_in_texts()]


def built_in_texts() -> list[tuple[str, str]]:
    """Return the files that come with Baton, in the same order, each by its name."""
    folder = files("storage.playbooks") / "built_in"
    names = sorted((file.name for file in folder.iterdir() if file.name.endswith(".yaml")), key=_place)
    return [(name, decode((folder / name).read_bytes(), source=name)) for name in names]


def kind_of(name: str) -> str:
    """Return the kind that a built-in file describes: each is named after it."""
    return name.removesuffix(".yaml")


def _place(name: str) -> tuple[bool, str]:
    return kind_of(name) != FIRST, name


def read_folder(path: Path) -> list[Playbook]:
    """Return every playbook of a folder, by file name; raises BadPlaybook with the problems of all its files."""
    playbooks, problems = read_files(playbook_files(path))
    if problems:
        raise BadPlaybook(problems)
    return playbooks


def read_files(paths: Iterable[Path]) -> tuple[list[Playbook], list[Problem]]:
    """Read each file; a kind that a second file claims is a problem of that file."""
    playbooks: dict[str, Playbook] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            playbook = read(open_text(path), source=str(path))
        except BadPlaybook as bad:
            problems += bad.problems
            continue
        first = playbooks.setdefault(playbook.kind, playbook)
        if first is not playbook:
            message = f"{first.source} describes the kind {playbook.kind} already; give this one another kind."
            problems.append(Problem(str(path), 1, "kind", message))
    return list(playbooks.values()), problems
