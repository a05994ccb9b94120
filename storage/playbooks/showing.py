"""A playbook for reading: its checklist with the dates of an example deal, and the diagram of its gates."""

from collections.abc import Sequence
from datetime import date

from bot.playbook import DueRule, FunctionCalendar, FunctionRole, ItemRule, Playbook
from bot.rules.facts import STANDARD
from bot.rules.planning import Example, planned
from bot.rules.readiness import KINDS
from bot.weeks import as_typed
from bot.working_time import Calendar
from storage.playbooks.calendars import by_function
from storage.playbooks.graph import graph

WORKDAYS = Calendar("UTC")
COLUMNS = ("due", "for example", "who", "what", "evidence", "accepted by", "waits for")
FACT_COLUMNS = ("due", "who", "fact", "evidence", "CRM field")


def shown(playbook: Playbook, example: Example) -> str:
    """Return the whole as Markdown, for a terminal and for a wiki alike."""
    parts = [
        f"# {playbook.title}",
        _about(playbook),
        f"## Checklist\n\n{_example(playbook, example)}",
        _table([COLUMNS, *_rows(playbook, example)]),
        *_facts(playbook),
        f"## What waits for what\n\n```mermaid\n{graph(playbook)}\n```",
    ]
    return "\n\n".join(parts)


def _about(playbook: Playbook) -> str:
    owner = _labels(playbook)[playbook.owner_function]
    kind = "private channel" if playbook.is_private else "channel"
    floor = playbook.private_above_minor
    large = f", a private one above {floor:,} in the smallest unit" if floor and not playbook.is_private else ""
    return (
        f"Kind `{playbook.kind}`, version `{playbook.id[:12]}`. The lead of {owner} is offered the deal{_larger(playbook)}. Each deal has "
        f"a {kind} `{playbook.channel_name}`{large}.\n\n" + "\n".join(f"- {_led(role)}" for role in playbook.functions)
    )


def _larger(playbook: Playbook) -> str:
    """Say from which amounts on somebody else is."""
    ordered = sorted(playbook.owner_by_amount, key=lambda each: each.above_minor)
    return "".join(f", above {each.above_minor:,} that of {_labels(playbook)[each.function]}" for each in ordered)


def _led(role: FunctionRole) -> str:
    """Say who leads a function, in the order in which they are looked for."""
    by_crm = [f"whom `{role.crm_field}` of the CRM names"] if role.crm_field else []
    by_group = [f"@{role.usergroup}{' in turn' if role.takes_turns else ''}"] if role.usergroup else []
    named = [role.email] if role.email else []
    return f"{role.label}: {', else '.join([*by_crm, *by_group, *named, 'the owner'])}"


def _example(playbook: Playbook, example: Example) -> str:
    promised = f"promised for {_day(example.promised)}" if example.promised else "no date promised"
    given = "".join(f", {key} given as {_day(day)}" for key, day in example.given.items())
    return (
        f"For example: won on {_day(example.won)}, {promised}{given}. Monday to Friday are worked, every line ends on "
        f"its day.{_calendars(playbook)}{_assumed(playbook, example)} ◆ is a gate."
    )


def _calendars(playbook: Playbook) -> str:
    """Say which functions are counted otherwise: in what follows, and on every deal."""
    own = {key: _calendar(each) for key, each in playbook.ladder.calendars.items()}
    return "".join(f" {_labels(playbook)[key]}: {said}." for key, said in own.items())


def _calendar(calendar: FunctionCalendar) -> str:
    days = ", ".join(map(_day, calendar.holidays))
    parts = (
        as_typed(calendar.week) if calendar.week else "",
        f"public holidays of {calendar.region}" if calendar.region else "",
        f"not on {days}" if days else "",
    )
    return ", ".join(filter(None, parts))


def _assumed(playbook: Playbook, example: Example) -> str:
    """Name the dates that others count from and that the example leaves open: real ones may lie far from their line."""
    anchors = {item.due.anchor for item in playbook.items if item.due}
    asked = [item.key for item in playbook.items if item.evidence == "date" and item.key in anchors]
    missing = [key for key in asked if key not in example.given]
    return f" No date is given for {', '.join(missing)}: the day on which it is due stands for it." if missing else ""


def _rows(playbook: Playbook, example: Example) -> list[Sequence[str]]:
    days, labels = planned(playbook.items, example, WORKDAYS, by_function(playbook)), _labels(playbook)
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
    parts = f": {', '.join(item.parts)}" if item.parts else ""
    least = f", {item.at_least} or more" if item.at_least else ""
    source = f", or {item.crm_field} of the CRM" if item.crm_field else ""
    none = ", or why there is none" if item.may_be_none else ""
    return f"{item.evidence}{least}{parts}{source}{none}"


def _rule(due: DueRule | None) -> str:
    if due is None:
        return "the team says"
    return f"{due.anchor} {due.days:+d}".replace("+", "+ ").replace("-", "- ") if due.days else due.anchor


def _facts(playbook: Playbook) -> list[str]:
    """Show what must be known of each deal, where the playbook requires anything."""
    if not playbook.facts:
        return []
    labels = _labels(playbook)
    rows = [
        (
            _rule(fact.due),
            labels[fact.function] if fact.function else "whoever sold it",
            f"{fact.label} ({fact.key})",
            KINDS.get(fact.key, fact.evidence),
            "-" if fact.key in STANDARD else fact.crm_field or fact.key,
        )
        for fact in playbook.facts
    ]
    return [
        "## What must be known\n\nWhat the CRM lacks when a deal starts becomes a line of the checklist.",
        _table([FACT_COLUMNS, *rows]),
    ]


def _table(rows: Sequence[Sequence[str]]) -> str:
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
