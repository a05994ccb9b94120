"""Who leads the functions of a deal: shown, handed over, and said to everybody whom it concerns."""

from collections.abc import Sequence

from bot.model import Deal, DealStatus, Item, ItemStatus
from bot.roles import LeadHandedOver
from bot.rules.leading import functions_of
from messages import forms, ids
from messages.blocks import Block, button, field, modal, person_input, section
from messages.buttons import show_checklist
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.message import Message, message, said
from messages.scene import Scene
from messages.standing import find_item, open_lapses
from messages.words import enumerated, label, words

MOST_NAMED = 3


def leads(deal: Deal) -> Message:
    """Show who leads each function, each with a button that hands it over."""
    head = words("reply/leads#head", deal=deal.facts.name)
    texts, blocks = [head], [section(head)]
    for function in functions_of(deal):
        texts.append(_leads(deal, function))
        is_open = deal.status is DealStatus.OPEN
        blocks.append(section(texts[-1], _hand_over(deal, function) if is_open else None))
    return message(Mrkdwn("\n".join(texts)), blocks)


def _leads(deal: Deal, function: str) -> Mrkdwn:
    lead = dict(deal.leads).get(function)
    theirs = [item for item in deal.items if item.function == function and _is_open(item)]
    return words("reply/leads#function", function=deal.label(function), lead=lead, owner=deal.owner_id, n=len(theirs))


def _is_open(item: Item) -> bool:
    return item.status in (ItemStatus.OPEN, ItemStatus.WAITING)


def _hand_over(deal: Deal, function: str) -> Block:
    press = str(Press(deal.id, extra=function))
    return button(label("button#hand_over"), ids.LEAD, press, about=deal.label(function))


def show_leads(deal: Deal) -> Block:
    return button(label("button#who_leads"), ids.SHOW_LEADS, str(Press(deal.id)))


def lead_form(deal: Deal, function: str) -> Block:
    """Ask who leads a function from now on."""
    question = label("leading#who_leads_next", function=deal.label(function))
    return modal(
        label("leading#hand_over_the_lead"),
        callback_id=ids.FORM_LEAD,
        metadata=str(Press(deal.id, extra=function)),
        submit=label("leading#hand_over"),
        blocks=[field(forms.PERSON, question, person_input(), hint=label("leading#hint"))],
    )


def handed_over(event: LeadHandedOver, scene: Scene) -> Message:
    """Name the new lead first: it is theirs to go on. ``was`` is mentioned, so that Slack tells both."""
    deal = scene.the_deal
    decides = any(lapse.decider_id == event.to for lapse in open_lapses(deal))
    text = words(
        "role/led",
        to=event.to,
        was=event.was,
        by=event.by,
        function=deal.label(event.function),
        deal=deal.facts.name,
        n=len(event.items),
        lines=enumerated(_titles(deal, event), MOST_NAMED),
        decides=decides,
        command=Mrkdwn(scene.command),
    )
    return said(text, show_checklist(deal))


def _titles(deal: Deal, event: LeadHandedOver) -> Sequence[str]:
    """Return what goes along, what can be done now first."""
    lines = [item for each in event.items if (item := find_item(deal, each))]
    return [item.title for item in sorted(lines, key=lambda item: item.status is ItemStatus.WAITING)]
