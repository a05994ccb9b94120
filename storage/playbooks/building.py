"""The fields of a playbook file become a playbook."""

from bot.ladder import DEFAULT_LADDER
from bot.playbook import FactRule, FunctionCalendar, FunctionRole, ItemRule, Ladder, OwnerAbove, Playbook, Rung, Rungs
from bot.weeks import read_week
from storage.playbooks import wording
from storage.playbooks.schema import CalendarFields, FactFields, ItemFields, PlaybookFields, RungsFields


def to_playbook(fields: PlaybookFields, *, source: str) -> Playbook:
    """Return the playbook that the fields describe, still without its id; a ladder says only what differs."""
    changed = {kind: _rungs(rungs) for kind, rungs in fields.ladder.items()}
    return Playbook(
        id="",
        kind=fields.kind,
        title=fields.title,
        owner_function=fields.owner_function,
        owner_by_amount=tuple(OwnerAbove(each.above_minor, each.function) for each in fields.owner_by_amount),
        functions=tuple(
            FunctionRole(
                key,
                role.label,
                role.usergroup or None,
                role.email or None,
                role.crm_field or None,
                takes_turns=role.takes_turns,
            )
            for key, role in fields.functions.items()
        ),
        items=tuple(map(_item, fields.items)),
        ladder=Ladder(
            {**DEFAULT_LADDER.lapses, **changed},
            fields.longest_snooze_days,
            fields.archive_after_days,
            fields.otherwise,
            {key: _calendar(fields.calendars[key]) for key in sorted(fields.calendars)},
        ),
        facts=tuple(map(_fact, fields.facts)),
        channel_name=fields.channel_name,
        channel_above_minor=fields.channel_above_minor or None,
        is_private=fields.is_private,
        private_above_minor=fields.private_above_minor or None,
        welcome=fields.welcome,
        source=source,
    )


def _calendar(fields: CalendarFields) -> FunctionCalendar:
    week = read_week(fields.week) if fields.week else None
    # In order, so that the same days written the other way round are the same version.
    return FunctionCalendar(week, fields.region or None, tuple(sorted(fields.holidays)))


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
        at_least=item.at_least or None,
        parts=tuple(item.parts),
        crm_field=item.crm_field or None,
        may_be_none=item.may_be_none,
    )


def _fact(fact: FactFields) -> FactRule:
    return FactRule(
        fact.key,
        fact.label,
        wording.due_rule(fact.due),
        evidence=fact.evidence,
        function=fact.function or None,
        crm_field=fact.crm_field or None,
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
