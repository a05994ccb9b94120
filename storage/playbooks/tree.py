"""YAML text as plain values, each with the place it stands at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from re import fullmatch

import yaml

from storage.playbooks.problems import BadPlaybook, Problem, quotable
from storage.playbooks.syntax import TooMuch, explain

MAX_NODES = 20_000
MAX_DEPTH = 12

Path = tuple[str | int, ...]
"""Where a value stands: names of fields and positions in lists, from the top."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at a place of the file."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value was written, what YAML takes it for (``str``, ``bool``, ``map`` …) and its text, if it has one."""

    line: int
    tag: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A value that YAML makes more of than its writer can have meant, such as a date."""

    text: str


@dataclass(slots=True)
class Tree:
    """A file's values, the spot of each, and what is wrong with the YAML although it can be read."""

    value: object = None
    spots: dict[Path, Spot] = field(default_factory=dict)
    findings: list[tuple[int, Finding]] = field(default_factory=list)

    def spot(self, path: Path) -> Spot:
        """Return the spot of a path, or of the nearest thing around it that was written."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, Spot(1, "null"))


class _Composer(yaml.SafeLoader):
    """Compose nodes within bounds. Aliases are refused: a page of them can stand for millions of values."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._number = count(1)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise TooMuch("Aliases (*name) are not understood here; write the words out.", mark)
        if next(self._number) > MAX_NODES:
            raise TooMuch(f"This file holds more than {MAX_NODES:,} values; split it into several playbooks.", mark)
        if self._depth >= MAX_DEPTH:
            raise TooMuch(f"This is nested more than {MAX_DEPTH} levels deep; a playbook needs 6 at most.", mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def grow(text: str, *, source: str) -> Tree:
    """Read YAML into values without building anything but text, numbers, lists and fields.

    Raises BadPlaybook where the text is not YAML at all; smaller faults are left in ``findings``.
    """
    try:
        root = yaml.compose(text, Loader=_Composer)
    except yaml.YAMLError as error:
        line, message = explain(error, text)
        raise BadPlaybook([Problem(source, line, "", message)]) from error
    tree = Tree()
    if root is not None:
        tree.value = _plant(tree, root, (), line=_line(root))
    return tree


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _plant(tree: Tree, node: yaml.Node, path: Path, *, line: int) -> object:
    tag = node.tag.rpartition(":")[2] if node.tag.startswith("tag:yaml.org,2002:") else node.tag
    tree.spots[path] = Spot(line, tag, node.value if isinstance(node, yaml.ScalarNode) else "")
    if isinstance(node, yaml.MappingNode) and tag == "map":
        return {name: _plant(tree, value, (*path, name), line=line) for name, value, line in _entries(tree, node, path)}
    if isinstance(node, yaml.SequenceNode) and tag == "seq":
        return [_plant(tree, value, (*path, at), line=_line(value)) for at, value in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node.value, tag)
    return Misread(tag)


def _entries(tree: Tree, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, yaml.Node, int]]:
    first: dict[str, int] = {}
    for key, value in node.value:
        line = _line(key)
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name is None:
            tree.findings.append((line, Finding(path, "The name of a field must be one word, not a list or fields.")))
        elif name == "<<":
            tree.findings.append((line, Finding(path, "Merging (<<) is not understood here; write the fields out.")))
        elif name in first:
            message = f"{quotable(name)} is written twice here, first on line {first[name]}; keep one of them."
            tree.findings.append((line, Finding((*path, name), message)))
        else:
            first[name] = line
            yield name, value, line


def _scalar(text: str, tag: str) -> object:
    if tag == "str":
        return text
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in {"true", "yes", "on"}
    # Only plain decimals are numbers here: YAML 1.1 also takes 010 for eight and 10:30 for 630.
    if tag in {"int", "float"} and fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", text):
        return float(text) if "." in text else int(text)
    return _date(text) or Misread(text)


def _date(text: str) -> date | None:
    """Return the day that a whole date names: one with a clock, or that no calendar has, is none."""
    try:
        return date.fromisoformat(text) if fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None
