"""The fields of a playbook file, and how they become a playbook."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.ladder import DEFAULT_LADDER
from bot.playbook import FunctionRole, ItemRule, Ladder, Playbook, Rung, Rungs, Tell, Where
from storage.playbooks import wording

Evidence = Literal["link", "file", "number", "date", "form", "count", "text", "none"]
Key = Annotated[str, AfterValidator(wording.key)]
Line = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(wording.line)]
Hours = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]

EXAMPLES: Mapping[str, str] = {
    "kind": "site-installation",
    "title": "Book the kick-off",
    "owner_function": "delivery",
    "channel_name": "deal-{account}-{short}",
    "channel_above_minor": "500000",
    "is_private": "true",
    "welcome": "Everything about this deal happens here",
    "functions": "sales: {label: Sales, usergroup: sales}",
    "label": "Sales",
    "usergroup": "sales",
    "email": "kim@example.com",
    "items": "- {key: contract, function: sales, title: Attach the contract}",
    "key": "contract",
    "function": "sales",
    "due": "won + 2",
    "evidence": "link",
    "accepted_by": "delivery",
    "waits_for": "[contract]",
    "is_gate": "true",
    "ladder": "item_due: {rungs: [{tell: [holder], where: private}]}",
    "opens_after_hours": "4",
    "longest_snooze_days": "5",
    "rungs": "[{tell: [holder], where: private}]",
    "tell": "[holder, lead]",
    "where": "private",
    "after_hours": "8",
    "next_morning": "true",
    "asks_decision": "true",
    "gates_only": "true",
}
"""One value that works for each field, for the sentence that says so."""


class _Fields(BaseModel):
    # Strict, so that YAML's idea of a word (no, on, 2026-01-01) is explained and never quietly converted.
    # An optional text is "" when it is left out, so that an empty line in the file is a fault and not a choice.
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, frozen=True)


class FunctionFields(_Fields):
    label: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(wording.line)]
    usergroup: Annotated[str, AfterValidator(wording.handle)] = ""
    email: Annotated[str, AfterValidator(wording.email)] = ""


class ItemFields(_Fields):
    key: Key
    function: Key
    title: Line
    due: Annotated[str, AfterValidator(wording.due)] = ""
    evidence: Evidence = "none"
    accepted_by: Key = ""
    waits_for: list[Key] = []
    is_gate: bool = False


class RungFields(_Fields):
    tell: Annotated[list[Annotated[Tell, Field(strict=False)]], Field(min_length=1)]
    where: Annotated[Where, Field(strict=False)]
    after_hours: Hours = 0.0
    next_morning: bool = False
    asks_decision: bool = False
    gates_only: bool = False


class RungsFields(_Fields):
    opens_after_hours: Hours = 0.0
    rungs: Annotated[list[RungFields], Field(min_length=1, max_length=10)]


class PlaybookFields(_Fields):
    kind: Annotated[str, AfterValidator(wording.kind)]
    title: Line
    owner_function: Key
    functions: Annotated[dict[str, FunctionFields], Field(min_length=1, max_length=20)]
    items: Annotated[list[ItemFields], Field(min_length=1, max_length=100)]
    ladder: dict[str, RungsFields] = {}
    longest_snooze_days: Annotated[int, Field(ge=0, le=20)] = 5
    channel_name: Annotated[str, AfterValidator(wording.channel_name)] = "deal-{account}-{short}"
    channel_above_minor: Annotated[int, Field(ge=1)] = 0
    is_private: bool = False
    welcome: Annotated[str, Field(min_length=1, max_length=2000)] = ""


def field_names(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the fields that may stand under a path of the file."""
    match path:
        case ("functions", _):
            return tuple(FunctionFields.model_fields)
        case ("items", _):
            return tuple(ItemFields.model_fields)
        case ("ladder", _):
            return tuple(RungsFields.model_fields)
        case ("ladder", _, "rungs", _):
            return tuple(RungFields.model_fields)
        case _:
            return tuple(PlaybookFields.model_fields)


def to_playbook(fields: PlaybookFields, *, source: str) -> Playbook:
    """Return the playbook that the fields describe, still without its id; a ladder says only what differs."""
    changed = {kind: _rungs(rungs) for kind, rungs in fields.ladder.items()}
    return Playbook(
        id="",
        kind=fields.kind,
        title=fields.title,
        owner_function=fields.owner_function,
        functions=tuple(
            FunctionRole(key, role.label, role.usergroup or None, role.email or None)
            for key, role in fields.functions.items()
        ),
        items=tuple(map(_item, fields.items)),
        ladder=Ladder({**DEFAULT_LADDER.lapses, **changed}, fields.longest_snooze_days),
        channel_name=fields.channel_name,
        channel_above_minor=fields.channel_above_minor or None,
        is_private=fields.is_private,
        welcome=fields.welcome,
        source=source,
    )


def _item(item: ItemFields) -> ItemRule:
    return ItemRule(
        key=item.key,
        function=item.function,
        title=item.title,
        evidence=item.evidence,
        due=wording.due_rule(item.due) if item.due else None,
        accepted_by=item.accepted_by or None,
        waits_for=tuple(item.waits_for),
        is_gate=item.is_gate,
    )


def _rungs(fields: RungsFields) -> Rungs:
    rungs = tuple(
        Rung(
            tell=tuple(rung.tell),
            where=rung.where,
            after_hours=rung.after_hours,
            next_morning=rung.next_morning,
            asks_decision=rung.asks_decision,
            gates_only=rung.gates_only,
        )
        for rung in fields.rungs
    )
    return Rungs(opens_after_hours=fields.opens_after_hours, rungs=rungs)
