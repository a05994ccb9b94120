"""Injected faults: rules that make chosen calls and deliveries go wrong in the ways a network and a service do."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from sandbox.errors import Json, Refused
from sandbox.mishaps.kinds import Kind, is_reading, read_kind

DELIVERIES = frozenset({"slash_commands", "interactive", "events_api"})
EVERY_CALL, EVERY_DELIVERY = "*", "deliveries"
FACTS = frozenset({"method", "do", "match", "nth", "times", "team", "until", "chance", "seed"})


@dataclass
class Fault:
    """One rule: the `nth` matching call and the `times - 1` after it go wrong; `times` 0 means all from then on.

    Its method may be slash_commands, interactive, events_api, or deliveries for all three: what is sent to the app.
    With a `chance`, dice decide whether a call whose turn it is goes wrong; the same `seed` throws the same again.
    """

    method: str
    mishap: Kind
    value: str = ""
    contains: dict[str, str] = field(default_factory=dict)
    nth: int = 1
    times: int = 1
    team: str = ""
    until: datetime | None = None
    chance: float = 1.0
    seed: int = 1
    number: int = 0
    matched: int = 0
    fired: int = 0
    # Turns that passed, also those that another rule took: a rule for two calls means two calls, not two hits.
    _turns: int = 0
    _dice: Random = field(default_factory=Random, repr=False)

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)  # noqa: S311 - the same again is what it is for

    @classmethod
    def from_json(cls, rule: Any, number: int = 0) -> "Fault":
        if not isinstance(rule, dict) or not isinstance(rule.get("method"), str):
            raise Refused('A rule needs a method, e.g. {"method": "chat.postMessage", "do": "double"}.')
        unknown = sorted(rule.keys() - FACTS)
        if unknown:
            raise Refused(f"A rule has no {unknown[0]!r}; what it may have: {', '.join(sorted(FACTS))}.")
        mishap, value = read_kind(str(rule.get("do", "")))
        _check_place(rule["method"], mishap)
        return cls(
            method=rule["method"],
            mishap=mishap,
            value=value,
            contains=_conditions(rule.get("match") or {}),
            nth=_whole(rule, "nth", 1),
            times=_whole(rule, "times", 1),
            team=str(rule.get("team") or ""),
            until=_moment(rule.get("until")),
            chance=_chance(rule.get("chance", 1)),
            seed=_whole(rule, "seed", 1),
            number=number,
        )

    @property
    def kind(self) -> str:
        return self.mishap.do

    @property
    def do(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind

    def applies(self, method: str, arguments: Json, *, team: str, now: datetime) -> bool:
        """Count a matching call and say whether it is one of those that go wrong."""
        if not (self._is_meant(method, team, now) and self._matches(arguments)):
            return False
        self.matched += 1
        if self.matched < self.nth or (self.times and self._turns >= self.times):
            return False
        # Without a chance no dice are thrown, so that adding a sure rule leaves the luck of a run as it was.
        if self.chance < 1 and self._dice.random() >= self.chance:
            return False
        self._turns += 1
        return True

    def shown(self) -> Json:
        """Tell the rule as it was given, and how far it has got."""
        return {
            "id": self.number,
            "method": self.method,
            "do": self.do,
            "match": self.contains,
            "nth": self.nth,
            "times": self.times,
            "team": self.team or None,
            "until": self.until.isoformat() if self.until else None,
            "chance": self.chance,
            "seed": self.seed,
            "matched": self.matched,
            "fired": self.fired,
        }

    def _is_meant(self, method: str, team: str, now: datetime) -> bool:
        if (self.team and team != self.team) or (self.until and now > self.until):
            return False
        if self.method in (EVERY_CALL, EVERY_DELIVERY):
            is_delivery = method in DELIVERIES
            # Whoever makes every reading stale does not mean the writing.
            is_fit = not self.mishap.is_reading or is_reading(method)
            return is_fit and is_delivery == (self.method == EVERY_DELIVERY)
        return self.method == method

    def _matches(self, arguments: Json) -> bool:
        # As text, because the same argument is a number in JSON and a word in a form.
        return all(part in str(arguments.get(name, "")) for name, part in self.contains.items())


def _check_place(method: str, mishap: Kind) -> None:
    if method in DELIVERIES or method == EVERY_DELIVERY:
        if mishap.on_delivery is None:
            raise Refused(
                f"{mishap.do} is for calls of the app, not for what it is sent; GET /sandbox/faults tells which."
            )
    elif mishap.on_call is None:
        kinds = ", ".join(sorted(DELIVERIES))
        raise Refused(f"{mishap.do} is for what the app is sent; name {kinds} or {EVERY_DELIVERY} as the method.")
    elif mishap.is_reading and method != EVERY_CALL and not is_reading(method):
        raise Refused(f"{mishap.do} is for methods that read, such as conversations.history; {method} does not.")


def _conditions(match: Any) -> dict[str, str]:
    """From {"text_contains": "x", "channel": "C1"} to what each argument must contain."""
    if not isinstance(match, dict):
        raise Refused('match is an object, e.g. {"text_contains": "late"}.')
    return {name.removesuffix("_contains"): str(part) for name, part in match.items()}


def _whole(rule: Json, name: str, default: int) -> int:
    value = rule.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused(f"{name} is a whole number, zero or more.")
    return value


def _chance(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise Refused("chance is a number above 0 and up to 1, e.g. 0.2 for one call in five.")
    return float(value)


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Refused(f"until is a moment of the workspace, e.g. 2026-11-23T09:00:00Z, not {value!r}.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass
class Faults:
    rules: list[Fault] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, rules: list[Json]) -> list[Fault]:
        """Add all rules, or none if one of them makes no sense."""
        for rule in rules:
            Fault.from_json(rule)
        added = [Fault.from_json(rule, next(self._numbers)) for rule in rules]
        # A new list, because the page may be going through the old one.
        self.rules = self.rules + added
        return added

    def clear(self) -> None:
        self.rules = []

    def remove(self, number: int) -> None:
        if not any(rule.number == number for rule in self.rules):
            raise Refused(f"There is no rule {number}; GET /sandbox/faults lists what there is.", 404)
        self.rules = [rule for rule in self.rules if rule.number != number]

    def first(self, method: str, arguments: Json, *, team: str, now: datetime) -> Fault | None:
        """Find the first rule that makes this call go wrong; every rule counts the call."""
        hits = [rule for rule in self.rules if rule.applies(method, arguments, team=team, now=now)]
        for hit in hits[:1]:
            hit.fired += 1
        return hits[0] if hits else None
