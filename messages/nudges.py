"""What is said when something that should have happened has not: facts, one person asked, what comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.events import Nudged
from bot.model import Deal, Due, Item, ItemStatus, LapseKind, Step, StepStatus, UserId
from bot.playbook import Where
from bot.rules.items import asked_to_decide, waits_for
from bot.rules.steps import in_force
from messages import customer_line, left
from messages.blocks import Block
from messages.buttons import (
    WITHOUT_OWNER,
    accept_buttons,
    add_step,
    decide_buttons,
    hand_over,
    item_done,
    offer_buttons,
    own_it,
    show_checklist,
    step_buttons,
    take_over,
)
from messages.escaping import Mrkdwn
from messages.lapse_words import asks_themselves, choices_of, facts_of, zone_of
from messages.message import Message, said
from messages.otherwise import agreed
from messages.phrases import known
from messages.preview import after
from messages.requests import answer_buttons
from messages.scene import Scene
from messages.snooze import snooze_buttons
from messages.standing import asks_acceptance, find_item, find_lapse, find_step
from messages.standing_in import standing_in
from messages.words import enumerated, label, words

MOST_HELD_UP = 3
NO_STEP = {"first": None, "consequence": None, "on": None}


def nudge(event: Nudged, scene: Scene) -> Message:
    return said(asks(event, scene), *below(event, scene), notes=notes(event, scene))


def below(event: Nudged, scene: Scene) -> Sequence[Block]:
    """Return what ends a question, and in private what puts it off."""
    ends = buttons(event, scene)
    # What nothing ends any more need not be put off.
    if not ends or event.where is not Where.PRIVATE:
        return ends
    return (*ends, *snooze_buttons(scene.the_deal, find_lapse(scene.the_deal, event.lapse_id)))


def asks(event: Nudged, scene: Scene) -> Mrkdwn:
    """Say what is asked, and of whom."""
    name = event.kind.value
    if event.decider_id and not asks_themselves(event):
        name = "decision"
    elif event.where is Where.LEADERSHIP:
        name = "leadership"
    return words(f"nudge/{name}", **_facts(event, scene))


def _facts(event: Nudged, scene: Scene) -> dict[str, Any]:
    deal, lapse = scene.the_deal, find_lapse(scene.the_deal, event.lapse_id)
    step, item = _subject(event, deal)
    return {
        "kind": event.kind.value,
        "rung": event.rung,
        "who": event.who,
        "deal": deal.facts.name,
        "account": deal.facts.account,
        "owner": deal.owner_id,
        "zone": deal.zone,
        "now": scene.now,
        "since": lapse.opened_at if lapse else None,
        "decider": event.decider_id or (lapse.decider_id if lapse else None),
        "decide_by": _decide_by(event, scene),
        "leader": _leader(event),
        "offered": deal.offer.to if deal.offer else None,
        "is_claim": deal.offer is not None and deal.offer.is_claim,
        "asked_at": deal.offer.at if deal.offer else None,
        "held_up": _held_up(deal, item) if item else "",
        **facts_of(event, scene),
        **_for_reader(_of_item(item) if item else _of_step(step, event), event, scene),
    }


def _for_reader(facts: dict[str, Any], event: Nudged, scene: Scene) -> dict[str, Any]:
    """Tell one reader the hour on their own wall, as their digest does; several read the one that was agreed."""
    if event.where is not Where.PRIVATE:
        return facts
    zone = zone_of(event, scene)
    moved = {name: replace(due, zone=zone) for name in ("due", "first") if (due := facts[name]) and not due.on}
    return facts | moved


def _decide_by(event: Nudged, scene: Scene) -> Due | None:
    """Return until when the decision is awaited; of a moment that went by while Slack was away, nobody is told."""
    lapse = find_lapse(scene.the_deal, event.lapse_id)
    at = event.decide_by or (lapse.decide_by if lapse else None)
    return Due(at, zone_of(event, scene)) if at and at > scene.now else None


def _leader(event: Nudged) -> UserId:
    """Return the one person of leadership who is asked; where none is named, the one who must act."""
    return next(iter(event.also), event.who)


def _of_step(step: Step | None, event: Nudged) -> dict[str, Any]:
    if step is None:
        return {"what": known(event.about), "by": event.who, "due": None, "is_step": False} | NO_STEP
    return {
        "what": step.what,
        "by": step.by,
        "due": in_force(step),
        "on": step.parked.on if step.parked else None,
        "first": step.first_due if step.first_due != step.due else None,
        "moved": len(step.slips),
        "consequence": agreed(step.consequence),
        "is_step": True,
    }


def _of_item(item: Item) -> dict[str, Any]:
    return {
        "what": item.title,
        "by": item.holder_id,
        "due": item.due,
        "is_step": False,
    } | NO_STEP


def _subject(event: Nudged, deal: Deal) -> tuple[Step | None, Item | None]:
    lapse = find_lapse(deal, event.lapse_id)
    subject = lapse.subject if lapse else None
    return (find_step(deal, subject), find_item(deal, subject)) if subject else (None, None)


def _held_up(deal: Deal, item: Item) -> str:
    held = [
        other.title for other in deal.items if other.status is ItemStatus.WAITING and item in waits_for(deal, other)
    ]
    return enumerated(held, MOST_HELD_UP)


def buttons(event: Nudged, scene: Scene) -> Sequence[Block]:
    deal = scene.the_deal
    lapse = find_lapse(deal, event.lapse_id)
    if event.decider_id or event.where is Where.LEADERSHIP:
        is_asked = lapse is not None and lapse.closed_at is None and lapse.decider_id is not None
        return _decision_buttons(event, deal, is_asked=is_asked)
    if of_deal := _OF_DEAL.get(event.kind):
        return of_deal(deal)
    return left.buttons(event, deal) if event.kind is LapseKind.COLLEAGUE_GONE else _of_subject(event, deal)


def _of_subject(event: Nudged, deal: Deal) -> Sequence[Block]:
    """Draw what ends a question about a step or a line of the checklist."""
    step, item = _subject(event, deal)
    if event.kind is LapseKind.REQUEST_UNANSWERED:
        return answer_buttons(deal, step) if step else ()
    if step and step.status is StepStatus.OPEN:
        return step_buttons(deal, step)
    if item and event.kind is LapseKind.DONE_NOT_ACCEPTED:
        return accept_buttons(deal, item) if asks_acceptance(item) else ()
    return (item_done(deal, item),) if item and item.status is ItemStatus.OPEN else ()


_OF_DEAL: Mapping[LapseKind, Callable[[Deal], Sequence[Block]]] = {
    LapseKind.OWNER_NOT_ACCEPTED: lambda deal: offer_buttons(deal) if deal.offer else (),
    LapseKind.NOTHING_DATED: lambda deal: (add_step(deal, style="primary"),),
    LapseKind.PROMISE_AT_RISK: lambda deal: (show_checklist(deal),),
    LapseKind.CUSTOMER_STALE: customer_line.buttons,
}
"""What ends a lapse of the deal itself."""


def _decision_buttons(event: Nudged, deal: Deal, *, is_asked: bool) -> Sequence[Block]:
    if not is_asked:
        return ()
    lapse = find_lapse(deal, event.lapse_id)
    if event.kind in (LapseKind.OWNER_NOT_ACCEPTED, LapseKind.OWNER_GONE):
        takes = own_it(deal) if deal.offer else take_over(deal)
        name_owner = hand_over(deal, label("nudges#name_the_owner"), style="primary")
        return (name_owner, takes, *decide_buttons(deal, lapse, WITHOUT_OWNER))
    choices = decide_buttons(deal, lapse, choices_of(event))
    item = find_item(deal, lapse.subject) if lapse else None
    may_accept = item is not None and lapse is not None and lapse.decider_id in asked_to_decide(deal, item)
    return (*accept_buttons(deal, item), *choices) if item and may_accept else choices


def notes(event: Nudged, scene: Scene) -> Sequence[Mrkdwn]:
    """Say for whom somebody is asked, who else is told, what comes next and, away from its channel, which deal it is."""
    instead = standing_in(event, scene)
    found = [*([instead] if instead else ()), *place(event, scene)]
    asked = {event.who, event.decider_id, _leader(event) if event.where is Where.LEADERSHIP else None}
    also = [user for user in event.also if user not in asked]
    if also:
        found.append(words("nudge/notes#also", also=also))
    then = after(event, scene)
    return [*found, then] if then else found


def place(event: Nudged, scene: Scene) -> Sequence[Mrkdwn]:
    """Say which deal it is about, away from the deal's channel."""
    deal = scene.the_deal
    if event.where is Where.CHANNEL:
        return ()
    return (words("where", deal=deal.facts.name, channel_id=deal.channel_id),)
