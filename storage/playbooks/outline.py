"""The parts of a file that refer to each other, as far as they can be read; the rest may be broken."""

from dataclasses import dataclass, field

from bot.playbook import Anchor
from storage.playbooks import wording

ANCHORS = frozenset(Anchor)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as written; None or empty where a field is missing or broken. ``written`` are all its fields."""

    index: int
    key: str | None
    function: str | None
    accepted_by: str | None
    evidence: str | None
    waits_for: tuple[str | None, ...]
    anchor: str | None
    days: int
    is_gate: bool
    written: frozenset[str]


@dataclass(frozen=True, slots=True)
class RequiredFact:
    """One required fact as written; None where a field is missing or broken."""

    index: int
    key: str | None
    function: str | None
    anchor: str | None
    days: int
    written: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be checked against each other. ``rungs`` is the raw list of each kind of lapse."""

    owner_function: str | None
    owners: tuple[str | None, ...]
    functions: dict[str, dict[str, object]]
    entries: tuple[Entry, ...]
    rungs: dict[str, list[dict[str, object]]]
    facts: tuple[RequiredFact, ...] = ()
    calendars: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, Entry]:
        """Every item that others can name, by its key; the first where two share one."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.key and entry.key not in ANCHORS:
                found.setdefault(entry.key, entry)
        return found


def outline(value: object) -> Outline:
    """Take from a file's values what is well enough formed to be compared."""
    top = _fields(value)
    return Outline(
        owner_function=_word(top.get("owner_function")),
        owners=tuple(_word(_fields(each).get("function")) for each in _list(top.get("owner_by_amount"))),
        functions={key: _fields(role) for key, role in _fields(top.get("functions")).items()},
        entries=tuple(_entry(at, _fields(item)) for at, item in enumerate(_list(top.get("items")))),
        rungs={
            kind: [_fields(rung) for rung in _list(_fields(lapse).get("rungs"))]
            for kind, lapse in _fields(top.get("ladder")).items()
        },
        facts=tuple(_fact(at, _fields(fact)) for at, fact in enumerate(_list(top.get("facts")))),
        calendars={key: _fields(each) for key, each in _fields(top.get("calendars")).items()},
    )


def _entry(index: int, item: dict[str, object]) -> Entry:
    anchor, days = _due(_word(item.get("due")))
    return Entry(
        index=index,
        key=_word(item.get("key")),
        function=_word(item.get("function")),
        accepted_by=_word(item.get("accepted_by")),
        evidence=_word(item.get("evidence")),
        waits_for=tuple(map(_word, _list(item.get("waits_for")))),
        anchor=anchor,
        days=days,
        is_gate=item.get("is_gate") is True,
        written=frozenset(item),
    )


def _fact(index: int, fact: dict[str, object]) -> RequiredFact:
    anchor, days = _due(_word(fact.get("due")))
    function = _word(fact.get("function"))
    return RequiredFact(index, _word(fact.get("key")), function, anchor, days, frozenset(fact))


def _due(text: str | None) -> tuple[str | None, int]:
    try:
        rule = wording.due_rule(text or "")
    except ValueError:
        return None, 0
    return rule.anchor, rule.days


def _fields(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _word(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None
