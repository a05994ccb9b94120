"""A playbook as a file's text again, so that it can be read, copied and changed where it is shown."""

from collections.abc import Mapping
from typing import Any

import yaml

from bot.ladder import DEFAULT_LADDER
from bot.playbook import DueRule, FactRule, FunctionCalendar, FunctionRole, ItemRule, Playbook, Rung
from bot.weeks import as_typed
from storage.playbooks.schema import (
    CalendarFields,
    FactFields,
    FunctionFields,
    ItemFields,
    OwnerFields,
    PlaybookFields,
    RungFields,
)

BY_THE_LINE = ("functions", "items", "facts", "calendars", "ladder")
"""What has a line of its own for each of its parts."""
WIDE = 10_000
"""No line is broken: a list in braces that goes on in the next line is read by nobody on a phone."""


def to_yaml(playbook: Playbook) -> str:
    """Return a file's text that reads as this playbook; what stands there by default is left out."""
    lines = [_field(name, value) for name, value in _head(playbook).items()]
    lines += ["", "functions:", *(f"  {role.key}: {_flow(_function(role))}" for role in playbook.functions)]
    # Each line of the checklist begins in the first column, so that the text can be cut before any of them.
    lines += ["", "items:", *(f"- {_flow(_item(rule))}" for rule in playbook.items)]
    if playbook.facts:
        lines += ["", "facts:", *(f"- {_flow(_fact(fact))}" for fact in playbook.facts)]
    if playbook.ladder.calendars:
        own = playbook.ladder.calendars.items()
        lines += ["", "calendars:", *(f"  {key}: {_flow(_calendar(calendar))}" for key, calendar in own)]
    changed = {
        kind: rungs for kind, rungs in playbook.ladder.lapses.items() if DEFAULT_LADDER.lapses.get(kind) != rungs
    }
    if changed:
        lines += ["", "ladder:"]
    for kind, rungs in changed.items():
        lines += [f"  {kind}:", f"    opens_after_hours: {_flow(rungs.opens_after_hours)}", "    rungs:"]
        lines += [f"    - {_flow(_rung(rung))}" for rung in rungs.rungs]
    return "\n".join([*lines, ""])


def _head(playbook: Playbook) -> Mapping[str, Any]:
    ladder = playbook.ladder
    clocks = ("longest_snooze_days", "archive_after_days", "otherwise")
    own = {name: getattr(playbook, name, None) for name in PlaybookFields.model_fields} | {
        name: getattr(ladder, name) for name in clocks
    }
    large = [{name: getattr(each, name) for name in OwnerFields.model_fields} for each in playbook.owner_by_amount]
    head = {name: own[name] for name in own if name not in BY_THE_LINE}
    return _told(head | {"owner_by_amount": large}, PlaybookFields)


def _fact(fact: FactRule) -> Mapping[str, Any]:
    return _told({name: getattr(fact, name) for name in FactFields.model_fields} | {"due": _due(fact.due)}, FactFields)


def _function(role: FunctionRole) -> Mapping[str, Any]:
    return _told({name: getattr(role, name) for name in FunctionFields.model_fields}, FunctionFields)


def _calendar(calendar: FunctionCalendar) -> Mapping[str, Any]:
    week = as_typed(calendar.week) if calendar.week else ""
    return _told(
        {name: getattr(calendar, name) for name in CalendarFields.model_fields} | {"week": week}, CalendarFields
    )


def _item(rule: ItemRule) -> Mapping[str, Any]:
    given = {name: getattr(rule, name) for name in ItemFields.model_fields}
    return _told(given | {"due": _due(rule.due)}, ItemFields)


def _due(due: DueRule | None) -> str:
    if due is None:
        return ""
    return f"{due.anchor} {'+' if due.days > 0 else '-'} {abs(due.days)}" if due.days else due.anchor


def _rung(rung: Rung) -> Mapping[str, Any]:
    return _told({name: getattr(rung, name) for name in RungFields.model_fields}, RungFields)


def _told(given: Mapping[str, Any], shape: type[Any]) -> Mapping[str, Any]:
    """Leave out what a file need not say: what is as it is when nothing is written."""
    fields = shape.model_fields
    plain = {name: _plain(value) for name, value in given.items()}
    return {
        name: value for name, value in plain.items() if value not in (None, "", []) and value != fields[name].default
    }


def _plain(value: Any) -> Any:
    """Return a value as YAML knows it: a word of a list of ours is a word."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _field(name: str, value: Any) -> str:
    return f"{name}: {_flow(value)}"


def _flow(value: Any) -> str:
    """Return a value in one line, in quotes only where YAML would take it for something else."""
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=WIDE)
    return str(written).removesuffix("...\n").strip()
