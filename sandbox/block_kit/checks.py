"""The vocabulary in which Block Kit's rules are written: small checks that report what is wrong, and where."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import Json


@dataclass(frozen=True)
class Fault:
    """One thing that Slack would refuse: where, in Slack's words, and which constraint it fails.

    Constraints have the names of JSON Schema, since the one that Slack's documentation shows, `enum`, has.
    """

    pointer: str
    message: str
    constraint: str
    expected: Any

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"

    def drawn(self) -> Json:
        """Draw the fault as blocks.validate tells it."""
        constraint = {"type": self.constraint, "expected": self.expected}
        return {"code": "failed_constraint", "message": self.message, "pointer": self.pointer, "constraint": constraint}


@dataclass
class Report:
    """All that is wrong with a payload."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, path: str, message: str, constraint: str, expected: Any = None) -> None:
        self.faults.append(Fault(path, message, constraint, expected))

    @property
    def messages(self) -> list[str]:
        return [str(fault) for fault in self.faults]

    def put_in_order(self, document: Any) -> None:
        """Sort by place in the document that the pointers start from.

        Rules over several blocks run after those of each block; whoever reads the list reads along the payload.
        """
        self.faults.sort(key=lambda fault: _place(document, fault.pointer))


def _place(document: Any, pointer: str) -> tuple[int, ...]:
    # A pointer names what is there: a field that is missing is told of the object that lacks it.
    steps = []
    for part in pointer.split("/")[1:]:
        keys = list(document) if isinstance(document, dict) else list(range(len(document)))
        step = part if isinstance(document, dict) else int(part)
        steps.append(keys.index(step))
        document = document[step]
    return tuple(steps)


Check = Callable[[Any, str, Report], None]


def anything(_value: Any, _path: str, _report: Report) -> None:
    """Accept whatever stands here."""


def string(most: int | None = None, least: int = 0) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add(path, "must provide a string", "type", "string")
        # Slack does not say what it counts as a character; code points are what its SDKs count.
        elif most is not None and len(value) > most:
            report.add(path, f"must be less than {most + 1} characters", "maxLength", most)
        elif len(value) < least:
            report.add(path, f"must be more than {least - 1} characters", "minLength", least)

    return check


def written_as(form: str, fits: Callable[[str], bool], most: int | None = None) -> Check:
    """Check a string of a certain form; `form` names it for people, such as YYYY-MM-DD."""
    plain = string(most)

    def check(value: Any, path: str, report: Report) -> None:
        if isinstance(value, str) and not fits(value):
            report.add(path, f"must match format: {form}", "format", form)
        else:
            plain(value, path, report)

    return check


def flag(value: Any, path: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.add(path, "must provide a boolean", "type", "boolean")


def number(value: Any, path: str, report: Report) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add(path, "must provide a number", "type", "number")


def positive(value: Any, path: str, report: Report) -> None:
    number(value, path, report)
    if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
        report.add(path, "must be more than 0", "exclusiveMinimum", 0)


def whole(low: int, high: int | None = None) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        # True is an int to Python, but not to JSON.
        if isinstance(value, bool) or not isinstance(value, int):
            report.add(path, "must provide an integer", "type", "integer")
        elif value < low:
            report.add(path, f"must be more than {low - 1}", "minimum", low)
        elif high is not None and value > high:
            report.add(path, f"must be less than {high + 1}", "maximum", high)

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if value not in allowed:
            report.add(path, "must be a valid enum value", "enum", list(allowed))

    return check


def many(inner: Check, most: int | None = None, least: int = 1) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add(path, "must provide an array", "type", "array")
            return
        if most is not None and len(value) > most:
            report.add(path, f"no more than {most} items allowed", "maxItems", most)
        if len(value) < least:
            report.add(path, f"no fewer than {least} items allowed", "minItems", least)
        # Looked at even when there are too many: whoever mends the list wants to know of all of it.
        for index, one in enumerate(value):
            inner(one, f"{path}/{index}", report)

    return check


def or_null(inner: Check) -> Check:
    """Let null stand in a list, where it keeps a place."""

    def check(value: Any, path: str, report: Report) -> None:
        if value is not None:
            inner(value, path, report)

    return check


@dataclass(frozen=True)
class Shape:
    """A row of the tables: what each field must be, which are required, and which rules hold between them.

    A rule is a check of the whole object. It must bear with fields that are wrong, as all faults are told at once.
    """

    fields: Mapping[str, Check]
    required: tuple[str, ...] = ()
    rules: tuple[Check, ...] = ()

    def __call__(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(path, "must provide an object", "type", "object")
            return
        for name in self.required:
            if value.get(name) is None:
                report.add(path, f"missing required field: {name}", "required", [name])
        for name, inner in value.items():
            if name not in self.fields:
                report.add(path, f"invalid additional property: {name}", "additionalProperties", list(self.fields))
            elif inner is not None:
                # Slack's own SDKs send null for what was not given.
                self.fields[name](inner, f"{path}/{name}", report)
        for rule in self.rules:
            rule(value, path, report)


def by_type(table: Mapping[str, Check], allowed: Collection[str] = ()) -> Check:
    """Check an object whose `type` names its row in the table; `allowed` narrows the types."""
    # A list, not a set: an app may send anything as a type, and lists and objects have no hash.
    kinds = [kind for kind in table if not allowed or kind in allowed]

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(path, "must provide an object", "type", "object")
        elif value.get("type") is None:
            report.add(path, "missing required field: type", "required", ["type"])
        elif value["type"] not in kinds:
            report.add(f"{path}/type", f"unsupported type: {value['type']}", "enum", kinds)
        else:
            table[value["type"]](value, path, report)

    return check
