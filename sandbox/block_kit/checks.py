"""The vocabulary in which Block Kit's rules are written: small checks that report what is wrong, and where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Report:
    """What is wrong with a payload, in Slack's wording and with a JSON pointer to each place."""

    messages: list[str] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        self.messages.append(f"{message} [json-pointer:{path}]")


Check = Callable[[Any, str, Report], None]


def anything(_value: Any, _path: str, _report: Report) -> None:
    """Accept whatever stands here."""


def string(most: int, least: int = 0) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add(path, "must be a string")
        elif len(value) > most:
            report.add(path, f"must be less than {most + 1} characters")
        elif len(value) < least:
            report.add(path, f"must be more than {least - 1} characters")

    return check


def flag(value: Any, path: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.add(path, "must be a boolean")


def whole(low: int, high: int) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            report.add(path, f"must be a whole number from {low} to {high}")

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if value not in allowed:
            report.add(path, f"must be one of: {', '.join(allowed)}")

    return check


def many(inner: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add(path, "must be an array")
            return
        if len(value) > most:
            report.add(path, f"no more than {most} items allowed")
        if len(value) < least:
            report.add(path, f"no fewer than {least} items allowed")
        for index, one in enumerate(value):
            inner(one, f"{path}/{index}", report)

    return check


@dataclass(frozen=True)
class Shape:
    """An object: what each field must be, which are required, and of which at least one must be there."""

    fields: Mapping[str, Check]
    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    surfaces: str = "MDH"

    def __call__(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(path, "must be an object")
            return
        for name in self.required:
            if name not in value:
                report.add(path, f"missing required field: {name}")
        if self.any_of and not any(value.get(name) for name in self.any_of):
            report.add(path, f"missing required field: one of {', '.join(self.any_of)}")
        for name, inner in value.items():
            if name not in self.fields:
                report.add(path, f"invalid additional property: {name}")
            elif inner is not None or name in self.required:
                self.fields[name](inner, f"{path}/{name}", report)


def by_type(table: Mapping[str, Shape], allowed: tuple[str, ...] = ()) -> Check:
    """Check an object whose `type` names its shape in the table; `allowed` narrows the types."""

    def check(value: Any, path: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table or (allowed and kind not in allowed):
            report.add(path, f"unsupported type: {kind}")
        else:
            table[kind](value, path, report)

    return check
