"""What a nudge about a whole deal tells beside what every nudge tells: the facts of its own kind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.events import Nudged
from bot.model import Choice, Due, LapseKind
from bot.playbook import Where
from bot.rules.chains import Link
from bot.rules.forecast import ends
from bot.rules.items import receiver
from bot.rules.promise_at_risk import first_promise, most_pressing
from bot.rules.silence import last_sign
from bot.rules.slipped_twice import own_slips
from bot.rules.spans import told_by_playbook
from bot.working_time import Calendar, local_day
from messages import left, requests
from messages.customer_line import line_of
from messages.items import shown_proof
from messages.phrases import known
from messages.scene import Scene
from messages.standing import asks_acceptance, find_item, find_lapse, find_step, is_past

MOST_LINKS, MOST_SLIPS = 7, 4
ALIVE = (Choice.CONTINUE, Choice.HOLD, Choice.STOP)
"""What there is to say to "is this alive?": yes, not now, no."""


def facts_of(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    """Return what only this kind of lapse tells."""
    of_kind = _OF_KIND.get(event.kind)
    return of_kind(event, scene) if of_kind else {}


def _moves(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    lapse = find_lapse(scene.the_deal, event.lapse_id)
    step = find_step(scene.the_deal, lapse.subject) if lapse else None
    moves = {"due": step.due, "first": step.first_due, "slips": own_slips(step)[-MOST_SLIPS:]} if step else None
    return {"step": moves}


def _handed_over(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    lapse = find_lapse(scene.the_deal, event.lapse_id)
    item = find_item(scene.the_deal, lapse.subject) if lapse else None
    if item is None:
        return {"giver": None, "done_at": None, "proof": None}
    done_at = Due(item.done_at, zone_of(event, scene)) if item.done_at else None
    return {"giver": item.done_by or item.holder_id, "done_at": done_at, "proof": shown_proof(item, item.proof)}


def _promise(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    deal = scene.the_deal
    calendars, today = told_by_playbook(deal), local_day(deal.zone, scene.now)
    chain = most_pressing(deal, Calendar(deal.zone), calendars, now=scene.now)
    days = ends(chain, calendars, today=today)
    first = first_promise(deal, today=today)
    return {
        "promised": first.due_on if first else deal.facts.promised_on,
        "promise": first.what if first else None,
        # As they were counted, with everybody's days off, when this was decided.
        "figures": known(event.about.partition(": ")[2]),
        "chain": [_link(link, day, scene) for link, day in list(zip(chain, days, strict=True))[:MOST_LINKS]],
        "more_links": len(chain[MOST_LINKS:]),
        "is_card": event.decider_id is not None or event.where is Where.LEADERSHIP,
    }


def _silence(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    return {"quiet_since": Due(last_sign(scene.the_deal), zone_of(event, scene))}


def _customer(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    return {"line": line_of(scene.the_deal, zone_of(event, scene)), "promised": scene.the_deal.facts.promised_on}


_OF_KIND: Mapping[LapseKind, Callable[[Nudged, Scene], Mapping[str, Any]]] = {
    LapseKind.SILENCE: _silence,
    LapseKind.CUSTOMER_STALE: _customer,
    LapseKind.DONE_NOT_ACCEPTED: _handed_over,
    LapseKind.SLIPPED_TWICE: _moves,
    LapseKind.REQUEST_UNANSWERED: requests.facts_of,
    LapseKind.COLLEAGUE_GONE: left.facts_of,
    LapseKind.PROMISE_AT_RISK: _promise,
}
"""What each kind tells; the others need no more than every nudge does."""


def _link(link: Link, day: date, scene: Scene) -> Mapping[str, Any]:
    item = link.item
    return {
        "what": item.title,
        "who": receiver(scene.the_deal, item) if asks_acceptance(item) else item.holder_id,
        "function": scene.the_deal.label(item.function),
        "is_done": asks_acceptance(item),
        "due": item.due,
        "is_past": is_past(item.due, scene.now),
        "days": link.days,
        # An agreed day that the lines before it have passed already is nobody's day any more.
        "agreed": day if link.agreed and day == link.day(Calendar(scene.the_deal.zone)) else None,
    }


def zone_of(event: Nudged, scene: Scene) -> str:
    """Return by whose clock a moment is told: the reader's own where only one reads it, else the deal's."""
    reader = scene.people.get(event.who) if event.where is Where.PRIVATE else None
    return reader.zone if reader else scene.the_deal.zone


def asks_themselves(event: Nudged) -> bool:
    """Tell whether the one who must act is asked to decide: a question to them, not a card about what they left undone."""
    return event.kind is LapseKind.SILENCE and event.decider_id == event.who


def choices_of(event: Nudged) -> Sequence[Choice]:
    """Return what a decider may choose."""
    return ALIVE if asks_themselves(event) else tuple(Choice)
