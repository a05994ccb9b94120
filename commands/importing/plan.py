"""How one file is going to be read: the options, the preset and the header brought together, once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commands.importing.columns import Columns, bind, parse_map
from commands.importing.dates import DateForm, date_form
from commands.importing.facts import LONGEST_ID, clean, is_currency, is_slack_person, quoted
from commands.importing.failure import CannotImport
from commands.importing.options import Options
from commands.importing.presets import Field, preset_named

SPACING = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is the same for all rows of a file. ``won`` holds the stages that count as won, as `stage_key`."""

    options: Options
    columns: Columns
    date_form: DateForm
    currency: str
    won: frozenset[str]
    source: str


def make_plan(options: Options, header: Sequence[str]) -> Plan:
    """Raise CannotImport for whatever is wrong with the options, before the first row is read."""
    preset = preset_named(options.preset)
    currency = (options.currency or preset.currency).strip().upper()
    _check(options, currency)
    return Plan(
        options=options,
        columns=bind(header, {**preset.map, **parse_map(options.map)}, options.id),
        date_form=date_form(options.date_format or preset.date_format),
        currency=currency,
        won=frozenset(stage_key(value) for value in options.won_values or preset.won_values),
        source=clean(options.source) or preset.source,
    )


def stage_key(stage: str) -> str:
    """Return a stage for comparing: "Closed Won", "closed-won" and "closedwon" are one."""
    return SPACING.sub("", stage.casefold())


def owner_named(said: str, plan: Plan) -> str | None:
    """Return the Slack id of an owner given by id or email; None when nobody is found."""
    return said if is_slack_person(said) else plan.options.people.get(said.casefold())


def stage_of(cells: Sequence[str], plan: Plan) -> str | None:
    """Return the stage of a row that is not won; None for one that is. Without such a column every row is won."""
    if not plan.columns.has(Field.STAGE):
        return None
    stage = plan.columns.get(Field.STAGE, cells)
    return None if stage_key(stage) in plan.won else stage or "no stage"


def _check(options: Options, currency: str) -> None:
    if currency and not is_currency(currency):
        raise CannotImport(f"--currency {quoted(options.currency)} is not a currency; EUR is.")
    if options.decimal not in ("", ".", ","):
        raise CannotImport(f"--decimal {quoted(options.decimal)} is no decimal mark; a point (.) or a comma (,) is.")
    if options.limit is not None and options.limit < 1:
        raise CannotImport(f"--limit {options.limit} leaves nothing to import; 1 or more works.")
    if not is_slack_person(options.owner_id):
        raise CannotImport(f"--owner {quoted(options.owner_id)} is not a Slack user id; U024BE7LH is one.")
    if options.kinds and options.kind not in options.kinds:
        raise CannotImport(f"--kind {quoted(options.kind)} has no playbook; {', '.join(options.kinds)} have one.")
    if len(options.source) > LONGEST_ID:
        raise CannotImport(f"--source is longer than {LONGEST_ID} characters; a short name such as erp works.")
