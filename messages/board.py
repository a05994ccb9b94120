"""The pinned message of a deal's channel: where everything stands, redrawn in place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.model import Deal, DealStatus, ItemStatus, Parked, Person, Step, UserId
from bot.rules.facts import STANDARD, field_of, known, label_of
from bot.rules.handover import completed_at
from bot.working_time import local_day
from messages.away import away
from messages.blocks import Block, actions, context, header, section
from messages.buttons import add_step, hand_over, show_checklist, show_why
from messages.closing import parts_of
from messages.customer_line import line_of
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.needs import needs
from messages.preview import on_board
from messages.progress import function_line
from messages.promises import tally
from messages.scene import Scene
from messages.standing import functions, going_steps, is_past, parked_steps
from messages.waits import waits_on
from messages.words import begin, words

MOST_LINES = 8
MOST_FUNCTIONS = 12


def board(scene: Scene) -> Message:
    deal = scene.the_deal
    ahead = on_board(scene)
    parts = [*stand(deal, scene.people, scene.now, scene.command), *([ahead] if ahead else [])]
    blocks: list[Block] = [header(deal.facts.name), *(section(part) for part in parts)]
    as_of = words("board#as_of", now=scene.now, zone=deal.zone)
    buttons = _buttons(deal)
    blocks += [*([actions(*buttons)] if buttons else []), context(as_of)]
    return message(Mrkdwn("\n".join((words("where", deal=deal.facts.name, channel_id=None), *parts, as_of))), blocks)


def _buttons(deal: Deal) -> Sequence[Block]:
    if deal.status is DealStatus.CLOSED:
        return ()
    if deal.status is not DealStatus.OPEN:
        return (show_checklist(deal),)
    return add_step(deal, style="primary"), show_checklist(deal), show_why(deal), hand_over(deal)


def stand(deal: Deal, people: Mapping[UserId, Person], now: datetime, command: str) -> Sequence[Mrkdwn]:
    """Say where a deal stands, part by part; parts without content are left out."""
    facts = _values(deal, now) | {"away": away(people, deal.owner_id, now), "now": now, "command": Mrkdwn(command)}
    is_open = deal.status is DealStatus.OPEN
    has = {
        "customer": facts["line"],
        "promises": facts["promises"],
        "needs": is_open and facts["needs"],
        "steps": is_open,
        "waiting": is_open and facts["waits"],
        "facts": facts["facts"],
        "checklist": deal.items,
    }
    order = ("owner", "promises", "customer", "facts", "needs", "steps", "waiting", "checklist")
    parts = [words(f"board#{part}", **facts) for part in order if has.get(part, True)]
    return [*parts, *(parts_of(deal, deal.closing) if deal.closing and deal.status is DealStatus.CLOSED else ())]


def _values(deal: Deal, now: datetime) -> dict[str, Any]:
    steps, waits, needed = going_steps(deal), _waits(deal, now), needs(deal, now)
    complete = completed_at(deal)
    return {
        "owner": deal.owner_id,
        "offered": deal.offer.to if deal.offer else None,
        "is_claim": deal.offer is not None and deal.offer.is_claim,
        "promised": deal.facts.promised_on,
        "line": line_of(deal, deal.zone),
        "promises": tally(deal),
        "state": deal.status.value,
        "until": deal.held_until,
        "handed_over": local_day(deal.zone, complete) if complete else None,
        "outcome": deal.closing.outcome.value if deal.closing else None,
        "facts": _facts(deal),
        "functions": [function_line(deal, key, now) for key in functions(deal)[:MOST_FUNCTIONS]],
        "more_functions": len(functions(deal)[MOST_FUNCTIONS:]),
        "steps": [_step(step, now) for step in steps[:MOST_LINES]],
        "more_steps": len(steps[MOST_LINES:]),
        "waits": waits[:MOST_LINES],
        "more_waits": len(waits[MOST_LINES:]),
        "needs": needed[:MOST_LINES],
        "more_needs": len(needed[MOST_LINES:]),
    }


def _facts(deal: Deal) -> Sequence[tuple[str, str]]:
    """Return what the playbook asked for and is known now; what has a place of its own on the board stands there."""
    asked = [item for item in deal.items if item.fact and item.fact not in STANDARD]
    found = [(begin(label_of(item)), known(deal.facts, field_of(item))) for item in asked]
    return [(label, said) for label, said in found if said][:MOST_LINES]


def _step(step: Step, now: datetime) -> dict[str, Any]:
    return {
        "what": step.what,
        "by": step.by,
        "due": step.due,
        "is_past": is_past(step.due, now),
        "first": step.first_due if step.first_due != step.due else None,
        "link": step.link,
    }


def _waits(deal: Deal, now: datetime) -> Sequence[dict[str, Any]]:
    waiting = [item for item in deal.items if item.status is ItemStatus.WAITING]
    return [
        *(_parked(step.what, step.parked, now) for step in parked_steps(deal) if step.parked),
        *({"what": item.title, "on": waits_on(deal, item), "chaser": None, "is_past": False} for item in waiting),
    ]


def _parked(what: str, parked: Parked, now: datetime) -> dict[str, Any]:
    return {
        "what": what,
        "on": parked.on,
        "chaser": parked.chaser_id,
        "until": parked.until,
        "is_past": is_past(parked.until, now),
    }
