"""Injected faults: rules that make chosen calls and deliveries go wrong in the ways a network and a service do."""

from dataclasses import dataclass, field
from typing import Any, Self

from sandbox.errors import Json, Refused

PLAIN = frozenset({"double", "lose", "apply_then_drop", "drop_before", "unknown_method"})
DELIVERIES = frozenset({"slash_commands", "interactive", "events_api"})
WITH_NUMBER = frozenset({"status", "429", "hang"})


@dataclass
class Fault:
    """One rule: the `nth` matching call and the `times - 1` after it go wrong; `times` 0 means all from then on.

    Its method may be slash_commands, interactive or events_api: what is sent to the app, to be doubled or lost.
    """

    method: str
    kind: str
    value: str = ""
    contains: dict[str, str] = field(default_factory=dict)
    nth: int = 1
    times: int = 1
    matched: int = 0

    @classmethod
    def from_json(cls, rule: Json) -> Self:
        if not isinstance(rule, dict) or not isinstance(rule.get("method"), str):
            raise Refused('A rule needs a method, e.g. {"method": "chat.postMessage", "do": "double"}.')
        kind, _, value = str(rule.get("do", "")).partition(":")
        _check_kind(kind, value)
        if rule["method"] in DELIVERIES and kind not in ("double", "lose"):
            raise Refused("A delivery can be doubled or lost, nothing else.")
        return cls(
            method=rule["method"],
            kind=kind,
            value=value,
            contains=_conditions(rule.get("match") or {}),
            nth=_whole(rule, "nth", 1),
            times=_whole(rule, "times", 1),
        )

    def applies(self, method: str, arguments: Json) -> bool:
        """Count a matching call and say whether it is one of those that go wrong."""
        is_meant = self.method == method or (self.method == "*" and method not in DELIVERIES)
        if not is_meant or not self._matches(arguments):
            return False
        self.matched += 1
        return self.matched >= self.nth and (not self.times or self.matched < self.nth + self.times)

    def _matches(self, arguments: Json) -> bool:
        return all(part in str(arguments.get(name, "")) for name, part in self.contains.items())


def _conditions(match: Any) -> dict[str, str]:
    """From {"text_contains": "x", "channel": "C1"} to what each argument must contain."""
    if not isinstance(match, dict):
        raise Refused('match is an object, e.g. {"text_contains": "late"}.')
    return {name.removesuffix("_contains"): str(part) for name, part in match.items()}


def _check_kind(kind: str, value: str) -> None:
    if kind in PLAIN and not value:
        return
    if kind == "error" and value:
        return
    if kind in WITH_NUMBER and value.replace(".", "", 1).isdigit():
        return
    raise Refused(
        "do is one of double, lose, apply_then_drop, drop_before, unknown_method, error:<code>, status:<number>, "
        "429:<seconds> or hang:<seconds>."
    )


def _whole(rule: Json, name: str, default: int) -> int:
    value = rule.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused(f"{name} is a whole number, zero or more.")
    return value


@dataclass
class Faults:
    rules: list[Fault] = field(default_factory=list)

    def add(self, rules: list[Json]) -> None:
        self.rules += [Fault.from_json(rule) for rule in rules]

    def clear(self) -> None:
        self.rules = []

    def first(self, method: str, arguments: Json) -> Fault | None:
        """Find the first rule that makes this call go wrong; every rule counts the call."""
        hits = [rule for rule in self.rules if rule.applies(method, arguments)]
        return hits[0] if hits else None
