"""Every row of Slack's constraints holds: what just fits is taken, what just does not is refused at its place."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.manifest.schema import faults_in
from tests.sandbox.manifest.constraints import ROWS

Json = dict[str, Any]
BASE: Json = {
    "display_information": {"name": "Echo"},
    "features": {"bot_user": {"display_name": "echo"}},
    "settings": {"socket_mode_enabled": True},
}
PLAIN: dict[str, Any] = {"integer": 1, "boolean": True, "string": "x"}


@dataclass(frozen=True)
class Row:
    path: str
    kind: str
    least: int = 0
    most: int | None = None
    words: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    is_unique: bool = False

    @property
    def pointer(self) -> str:
        """Say where the fault stands: of lists the first item is looked at."""
        return "/" + self.path.replace("[]", "/0").replace(".", "/")

    def __str__(self) -> str:
        return self.path


def rows() -> Iterator[Row]:
    for line in ROWS.strip().splitlines():
        path, kind, *rest = (part.strip() for part in line.split("|"))
        told: dict[str, Any] = {}
        for part in rest:
            if part[0] in "=~!":
                told[{"=": "words", "~": "pattern", "!": "required"}[part[0]]] = tuple(part[1:].split())
            elif part == "unique":
                told["is_unique"] = True
            else:
                told["least"], told["most"] = map(int, part.split(".."))
        yield Row(path, kind, **told)


TABLE = {row.path: row for row in rows()}


def only(**wanted: Any) -> Any:
    """Parametrise by the rows that have something to test."""
    (name, value), *_ = wanted.items()
    found = [row for row in TABLE.values() if getattr(row, name) not in {None, (), False} and row.kind in value]
    return pytest.mark.parametrize("row", found, ids=str)


ANY = ("object", "array", "string", "integer", "boolean")


def sample(path: str) -> Any:
    """Return the least that fits here."""
    row = TABLE[path]
    if row.kind == "object":
        return {name: sample(f"{path}.{name}") for name in row.required}
    if row.kind == "array":
        return [sample(f"{path}[]")]
    if row.words or row.pattern:
        return (row.words or row.pattern)[0]
    return "x" * row.least if row.kind == "string" and row.least else PLAIN[row.kind]


def put(path: str, value: Any) -> Json:
    """Set one value in a manifest that is good without it, with all that has to stand around it."""
    manifest, done = deepcopy(BASE), ""
    place: Any = manifest
    *steps, last = path.replace("[]", ".[]").split(".")
    for step in steps:
        done = f"{done}[]" if step == "[]" else f"{done}.{step}".lstrip(".")
        place = place[0] if step == "[]" else place.setdefault(step, sample(done))
    place[0 if last == "[]" else last] = value
    return manifest


def faults(path: str, value: Any) -> dict[str, list[str]]:
    """Return what is refused, by place."""
    found: dict[str, list[str]] = {}
    for fault in faults_in(put(path, value)):
        found.setdefault(fault["pointer"], []).append(fault["message"])
    return found


def long(row: Row, length: int) -> str:
    """Return a text of so many characters that fits the pattern."""
    return (row.pattern[0] if row.pattern else "").ljust(length, "x")[:length]


@pytest.mark.parametrize("row", TABLE.values(), ids=str)
def test_what_fits_is_taken(row: Row) -> None:
    assert faults(row.path, sample(row.path)) == {}


@pytest.mark.parametrize("row", TABLE.values(), ids=str)
@pytest.mark.parametrize("wrong", [7, "x", [], {}, True], ids=["number", "text", "list", "object", "flag"])
def test_another_type_is_refused(row: Row, wrong: Any) -> None:
    types: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if type(wrong) is types[row.kind]:
        return

    assert row.pointer in faults(row.path, wrong)


@only(most=("string",))
def test_a_text_may_be_as_long_as_slack_says_and_no_longer(row: Row) -> None:
    assert row.most
    assert faults(row.path, long(row, row.most)) == {}
    assert faults(row.path, long(row, row.most + 1)) == {row.pointer: [f"must be less than {row.most + 1} characters"]}


@only(least=("string",))
def test_a_text_must_be_as_long_as_slack_says(row: Row) -> None:
    assert faults(row.path, long(row, row.least)) == {}
    assert row.pointer in faults(row.path, long(row, row.least - 1))


@only(most=("array",))
def test_a_list_may_be_as_long_as_slack_says_and_no_longer(row: Row) -> None:
    assert row.most
    one, words = sample(f"{row.path}[]"), f"no more than {row.most} items allowed"

    assert words not in faults(row.path, [one] * row.most).get(row.pointer, [])
    assert words in faults(row.path, [one] * (row.most + 1))[row.pointer]


@only(least=("array",))
def test_a_list_that_needs_an_item_is_refused_without_one(row: Row) -> None:
    assert row.pointer in faults(row.path, [])


@only(is_unique=("array",))
def test_a_list_in_which_something_stands_twice_is_refused(row: Row) -> None:
    one = sample(f"{row.path}[]")

    assert faults(row.path, [one, one]) == {row.pointer: ["must not hold the same item twice"]}


@only(words=ANY)
def test_only_the_words_that_slack_knows_are_taken(row: Row) -> None:
    for word in row.words:
        assert faults(row.path, word) == {}
    assert row.pointer in faults(row.path, "anything else")


@only(pattern=ANY)
def test_what_does_not_fit_the_pattern_is_refused(row: Row) -> None:
    fits, does_not = row.pattern

    assert faults(row.path, fits) == {}
    assert row.pointer in faults(row.path, does_not)


@only(required=ANY)
def test_every_required_field_is_missed(row: Row) -> None:
    for name in row.required:
        value = {other: sample(f"{row.path}.{other}") for other in row.required if other != name}
        assert faults(row.path, value) == {row.pointer: [f"missing required field: {name}"]}


FUNCTION: Json = {
    "title": "Echo",
    "description": "Says it again",
    "input_parameters": {"properties": {}},
    "output_parameters": {"properties": {}},
}


def test_functions_are_told_by_name() -> None:
    assert faults_in({**BASE, "functions": {"echo": FUNCTION}}) == []


@pytest.mark.parametrize(
    ("functions", "pointer"),
    [
        ([], "/functions"),
        ({"echo": "x"}, "/functions/echo"),
        ({"echo": {**FUNCTION, "title": 7}}, "/functions/echo/title"),
        ({"echo": {**FUNCTION, "input_parameters": {}}}, "/functions/echo/input_parameters"),
        ({"echo": {"title": "Echo"}}, "/functions/echo"),
    ],
)
def test_a_function_that_is_not_whole_is_refused(functions: Any, pointer: str) -> None:
    assert {fault["pointer"] for fault in faults_in({**BASE, "functions": functions})} == {pointer}
