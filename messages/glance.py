"""A deal at a glance, for one person: where it stands, and the buttons that they may press."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import Deal, DealStatus, Due, Item, ItemStatus, Person, Step, UserId
from bot.rules.items import receiver
from messages import requests
from messages.blocks import Block, actions, context, section
from messages.board import stand
from messages.buttons import (
    accept_buttons,
    add_step,
    decide_buttons,
    hand_over,
    offer_buttons,
    show_checklist,
    show_why,
    step_buttons,
)
from messages.closing import close, reopen
from messages.escaping import Mrkdwn
from messages.giving import own_buttons
from messages.items import shown_proof
from messages.leading import show_leads
from messages.message import Message, message
from messages.needs import claimer
from messages.standing import asks_acceptance, is_past, open_lapses, steps_of
from messages.words import words

Part = tuple[Mrkdwn, list[Block]]
MOST_OWN = 15
"""Each takes two blocks, which leaves room for the rest below Slack's fifty."""


def glance(
    deal: Deal,
    viewer: UserId,
    people: Mapping[UserId, Person],
    now: datetime,
    command: str = "/deal",
    so_far: Mrkdwn | None = None,
) -> Message:
    """Show what waits for the viewer first, then the deal; ``so_far`` are its figures in words."""
    facts = deal.facts
    head = words(
        "reply/glance#head",
        deal=facts.name,
        account=facts.account,
        minor=facts.amount_minor,
        currency=facts.currency,
    )
    own = _own(deal, viewer, now) if deal.status is DealStatus.OPEN else []
    parts = [(head, [section(head)]), *own[:MOST_OWN]]
    if own[MOST_OWN:]:
        more = words("reply/glance#more", n=len(own[MOST_OWN:]), command=Mrkdwn(command))
        parts.append((more, [context(more)]))
    parts += [(text, [section(text)]) for text in (*stand(deal, people, now, command), *([so_far] if so_far else []))]
    blocks = [block for _, drawn in parts for block in drawn]
    return message(Mrkdwn("\n".join(text for text, _ in parts)), [*blocks, actions(*_always(deal, viewer))])


def _own(deal: Deal, viewer: UserId, now: datetime) -> Sequence[Part]:
    return [
        *_decisions(deal, viewer, now),
        *([_offer(deal)] if deal.asked_about_owner() == viewer else []),
        *requests.of_viewer(deal, viewer, now),
        *(_step(deal, step, now) for step in steps_of(deal, viewer)),
        *(_accept(deal, item) for item in deal.items if asks_acceptance(item) and receiver(deal, item) == viewer),
        *(_item(deal, i, now) for i in deal.items if i.status is ItemStatus.OPEN and i.holder_id == viewer),
    ]


def _decisions(deal: Deal, viewer: UserId, now: datetime) -> Sequence[Part]:
    lapse = next((one for one in open_lapses(deal) if one.decider_id == viewer), None)
    decide_by = Due(lapse.decide_by, deal.zone) if lapse and lapse.decide_by else None
    text = words("reply/glance#decide", decide_by=decide_by, now=now)
    return [(text, [section(text), actions(*decide_buttons(deal, lapse))])] if lapse else []


def _offer(deal: Deal) -> Part:
    text = words("reply/glance#offer", owner=deal.owner_id, claimer=claimer(deal))
    return text, [section(text), actions(*offer_buttons(deal))]


def _step(deal: Deal, step: Step, now: datetime) -> Part:
    text = words(
        "reply/glance#step",
        what=step.what,
        due=step.due,
        first=step.first_due if step.first_due != step.due else None,
        is_past=is_past(step.due, now),
        link=step.link,
        now=now,
    )
    return text, [section(text), actions(*step_buttons(deal, step))]


def _accept(deal: Deal, item: Item) -> Part:
    text = words("reply/glance#accept", title=item.title, proof=shown_proof(item, item.proof))
    return text, [section(text), actions(*accept_buttons(deal, item))]


def _item(deal: Deal, item: Item, now: datetime) -> Part:
    text = words("reply/glance#item", title=item.title, due=item.due, is_past=is_past(item.due, now), now=now)
    return text, [section(text), actions(*own_buttons(deal, item))]


def _always(deal: Deal, viewer: UserId) -> Sequence[Block]:
    if deal.status is DealStatus.CLOSED and deal.closing:
        return [show_checklist(deal), reopen(deal)]
    if deal.status is not DealStatus.OPEN:
        return [show_checklist(deal)]
    may_hand_over = viewer in {deal.owner_id, deal.seller_id, *(lead for _, lead in deal.leads)}
    usual = [add_step(deal), requests.ask_somebody(deal), show_checklist(deal), show_leads(deal), show_why(deal)]
    return [*usual, *([hand_over(deal), close(deal)] if may_hand_over else [])]
