"""A playbook for reading: its checklist with the dates of an example deal, and the diagram of its gates."""

from collections.abc import Sequence
from datetime import date

from bot.playbook import DueRule, ItemRule, Playbook
from bot.rules.planning import Example, planned
from bot.working_time import Calendar
from storage.playbooks.graph import graph

WORKDAYS = Calendar("UTC")
COLUMNS = ("due", "for example", "who", "what", "evidence", "accepted by", "waits for")


def shown(playbook: Playbook, example: Example) -> str:
    """Return the whole as Markdown, for a terminal and for a wiki alike."""
    parts = [
        f"# {playbook.title}",
        _about(playbook),
        f"## Checklist\n\n{_example(example)}",
        _table([COLUMNS, *_rows(playbook, example)]),
        f"## What waits for what\n\n```mermaid\n{graph(playbook)}\n```",
    ]
    return "\n\n".join(parts)


def _about(playbook: Playbook) -> str:
    labels = _labels(playbook)
    kind = "private channel" if playbook.is_private else "channel"
    return (
        f"Kind `{playbook.kind}`, version `{playbook.id[:12]}`. The lead of {labels[playbook.owner_function]} is offered "
        f"the deal. Each deal has a {kind} `{playbook.channel_name}`. Functions: {', '.join(labels.values())}."
    )


def _example(example: Example) -> str:
    promised = f"promised for {_day(example.promised)}" if example.promised else "no date promised"
    given = "".join(f", {key} given as {_day(day)}" for key, day in example.given.items())
    return (
        f"For example: won on {_day(example.won)}, {promised}{given}. Monday to Friday are worked, every line ends on "
        "its day. ◆ is a gate."
    )


def _rows(playbook: Playbook, example: Example) -> list[Sequence[str]]:
    days, labels = planned(playbook.items, example, WORKDAYS), _labels(playbook)
    return [_row(item, days[item.key], labels) for item in playbook.items]


def _row(item: ItemRule, day: date | None, labels: dict[str, str]) -> Sequence[str]:
    return (
        _rule(item.due),
        _day(day) if day else "-",
        labels[item.function],
        f"{'◆ ' if item.is_gate else ''}{item.title} ({item.key})",
        _evidence(item),
        labels[item.accepted_by] if item.accepted_by else "-",
        ", ".join(item.waits_for) or "-",
    )


def _evidence(item: ItemRule) -> str:
    if item.at_least:
        return f"{item.evidence}, {item.at_least} or more"
    return f"{item.evidence}: {', '.join(item.parts)}" if item.parts else item.evidence


def _rule(due: DueRule | None) -> str:
    if due is None:
        return "the team says"
    return f"{due.anchor} {due.days:+d}".replace("+", "+ ").replace("-", "- ") if due.days else due.anchor


def _table(rows: list[Sequence[str]]) -> str:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    ruled = [cells[0], ["-" * width for width in widths], *cells[1:]]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |" for row in ruled
    )


def _labels(playbook: Playbook) -> dict[str, str]:
    return {role.key: role.label for role in playbook.functions}


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
