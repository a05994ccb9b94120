"""A playbook file's text becomes a playbook, or everything that is wrong with it."""

from collections.abc import Iterator

from pydantic import ValidationError

from bot.playbook import Playbook
from storage.playbooks.agreement import disagreements
from storage.playbooks.building import to_playbook
from storage.playbooks.canonical import identified
from storage.playbooks.opening import MAX_BYTES
from storage.playbooks.outline import outline
from storage.playbooks.problems import BadPlaybook, Problem, quotable
from storage.playbooks.schema import PlaybookFields
from storage.playbooks.sentences import sentence
from storage.playbooks.tree import Path, Tree, grow

__all__ = ["BadPlaybook", "Problem", "read"]


def read(text: str, *, source: str) -> Playbook:
    """Return the playbook that a file's text describes; ``source`` is the file's name for people.

    Raises BadPlaybook with all problems at once, each with its line, except that broken YAML hides what follows it.
    """
    if len(text) > MAX_BYTES:
        raise BadPlaybook([Problem(source, 1, "", "This is larger than 1 MiB; a playbook is a few pages of text.")])
    tree = grow(text, source=source)
    if tree.value is None:
        message = "This file is empty; start with the example in docs/playbooks.md."
        raise BadPlaybook([Problem(source, 1, "", message)])
    if not isinstance(tree.value, dict):
        message = "A playbook consists of fields, for example kind: site-installation on the first line."
        raise BadPlaybook([Problem(source, tree.spot(()).line, "", message)])
    problems = list(_problems(tree, source))
    try:
        fields = PlaybookFields.model_validate(tree.value)
    except ValidationError as error:
        raise BadPlaybook([*problems, *_faults(error, tree, source)]) from error
    if problems:
        raise BadPlaybook(problems)
    return identified(to_playbook(fields, source=source))


def _problems(tree: Tree, source: str) -> Iterator[Problem]:
    for line, finding in tree.findings:
        yield Problem(source, line, _dotted(finding.path), finding.message)
    for finding in disagreements(outline(tree.value)):
        yield Problem(source, tree.spot(finding.path).line, _dotted(finding.path), finding.message)


def _faults(error: ValidationError, tree: Tree, source: str) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        path = detail["loc"]
        spot = tree.spot(path)
        yield Problem(source, spot.line, _dotted(path), sentence(detail, path, spot))


def _dotted(path: Path) -> str:
    """Return a path as people write it, such as ``items[3].due``; positions count from 0."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{quotable(part)}" for part in path)
    return "".join(parts).removeprefix(".")
