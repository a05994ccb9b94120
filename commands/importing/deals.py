"""From a row to a deal for the backlog, or to the reason why not."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Facts, UserId, deal_id
from bot.ports import Backlogged
from commands.importing.amounts import read_amount
from commands.importing.dates import read_day, read_moment
from commands.importing.facts import LONGEST_ID, LONGEST_TEXT, is_currency, is_web_address, quoted
from commands.importing.failure import BadRow, Reason
from commands.importing.plan import Plan, owner_named
from commands.importing.presets import Field
from commands.importing.reading import Row
from commands.importing.seen import Seen

JOINT = " | "
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Won:
    """What a row says about a won deal, before anybody asked whether it is known."""

    facts: Facts
    kind: str
    seller: str
    owner_id: UserId
    is_owner_found: bool


def read_won(cells: Sequence[str], plan: Plan, *, now: datetime) -> Won:
    """Read a row that is won; raise BadRow with a sentence for the first thing that is wrong with it."""
    facts = _facts(cells, plan)
    if facts.won_at and facts.won_at > now + CLOCKS_DIFFER:
        said = plan.columns.get(Field.WON_AT, cells)
        raise BadRow(Reason.DATE, f"The deal was won on {quoted(said)}, which is still to come; correct the date.")
    said_owner = plan.columns.get(Field.OWNER, cells)
    found = owner_named(said_owner, plan) if said_owner else None
    return Won(
        facts=facts,
        kind=_kind(cells, plan),
        seller=_text(Field.SELLER, cells, plan),
        owner_id=UserId(found or plan.options.owner_id),
        is_owner_found=found is not None or not said_owner,
    )


def to_backlog(row: Row, won: Won, plan: Plan, seen: Seen, *, short: str) -> Backlogged:
    """Give a won deal its identity; raise BadRow when its id is missing, or was taken by an earlier line."""
    external_id = _id_in(row, plan, seen) if plan.columns.id else _id_made(row, won.facts, seen)
    return Backlogged(
        # The same row gets the same id at every run, whatever folder or computer it is read from.
        id=deal_id(plan.options.workspace_id, plan.source, external_id),
        source=plan.source,
        external_id=external_id,
        short=short,
        kind=won.kind,
        facts=won.facts,
        seller_name=won.seller,
        owner_id=won.owner_id,
    )


def _facts(cells: Sequence[str], plan: Plan) -> Facts:
    get = plan.columns.get
    name, account = _names(cells, plan)
    currency = _currency(get(Field.CURRENCY, cells), plan)
    amount = get(Field.AMOUNT, cells)
    won_at = get(Field.WON_AT, cells)
    promised_on = get(Field.PROMISED_ON, cells)
    return Facts(
        name=name,
        account=account,
        amount_minor=read_amount(amount, currency, plan.options.decimal) if amount else None,
        currency=currency or None,
        url=_url(get(Field.URL, cells)),
        won_at=read_moment(won_at, plan.date_form) if won_at else None,
        promised_on=read_day(promised_on, plan.date_form) if promised_on else None,
    )


def _names(cells: Sequence[str], plan: Plan) -> tuple[str, str]:
    """Return the deal's name and its account; where the file has only one of them it stands for both."""
    name, account = _text(Field.NAME, cells, plan), _text(Field.ACCOUNT, cells, plan)
    if not account and plan.columns.has(Field.ACCOUNT):
        raise BadRow(Reason.NO_ACCOUNT, "The row names no account; a won deal is won from somebody.")
    if not name and not account:
        raise BadRow(Reason.NO_NAME, "The row has no name; fill it in, or map another column: --map name=COLUMN.")
    return name or account, account or name


def _text(field: Field, cells: Sequence[str], plan: Plan) -> str:
    text = plan.columns.get(field, cells)
    if len(text) > LONGEST_TEXT:
        raise BadRow(Reason.TOO_LONG, f"The {field} has {len(text):,} characters; {LONGEST_TEXT:,} at most are kept.")
    return text


def _currency(said: str, plan: Plan) -> str:
    currency = said.upper() or plan.currency
    if currency and not is_currency(currency):
        raise BadRow(Reason.CURRENCY, f"{quoted(said)} is not a currency; three letters such as EUR are.")
    return currency


def _url(said: str) -> str | None:
    if said and (not is_web_address(said) or len(said) > LONGEST_TEXT):
        raise BadRow(Reason.URL, f"{quoted(said)} is not a web address; one begins with https:// or http://.")
    return said or None


def _kind(cells: Sequence[str], plan: Plan) -> str:
    kind = plan.columns.get(Field.KIND, cells) or plan.options.kind
    if plan.options.kinds and kind not in plan.options.kinds:
        raise BadRow(Reason.KIND, f"{quoted(kind)} has no playbook; {', '.join(plan.options.kinds)} have one.")
    return kind


def _id_in(row: Row, plan: Plan, seen: Seen) -> str:
    parts = [row.cells[place].strip() for place in plan.columns.id]
    if not all(parts):
        raise BadRow(Reason.NO_ID, "The row has no id; every won deal needs one, so that it is not imported twice.")
    external_id = parts[0] if len(parts) == 1 else JOINT.join(part.replace("|", r"\|") for part in parts)
    if len(external_id) > LONGEST_ID:
        raise BadRow(Reason.TOO_LONG, f"The id has {len(external_id)} characters; {LONGEST_ID} at most are kept.")
    times, first = seen.note(external_id, row.line)
    if times > 1:
        raise BadRow(Reason.SAME_ID, f"The id {quoted(external_id)} stands on line {first} already; that one counts.")
    return external_id


def _id_made(row: Row, facts: Facts, seen: Seen) -> str:
    """Make an id from what the row says. Two rows that say the same are two deals: the second is number 2."""
    won_at = facts.won_at.isoformat() if facts.won_at else ""
    said = "\n".join((facts.account, facts.name, won_at, str(facts.amount_minor), facts.currency or ""))
    digest = hashlib.sha256(said.encode()).hexdigest()[:32]
    times, _ = seen.note(digest, row.line)
    return digest if times == 1 else f"{digest}-{times}"
