"""Immediate answers to one person: lists, help, and what was understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import Deal, DealId, DealStatus, Person, Step, UserId
from messages import checklist as function_checklist
from messages import ids
from messages.blocks import Block, button, section
from messages.buttons import decide_buttons, hand_over, take_over, withdraw_offer
from messages.deals import deal_list
from messages.did import did, noted_before
from messages.escaping import Mrkdwn
from messages.giving import give_one
from messages.glance import glance
from messages.history import history
from messages.ids import Press
from messages.ledger import handed_over, in_full
from messages.message import Message, message, said, with_buttons
from messages.standing import functions, open_lapses
from messages.why import why
from messages.words import label, words

__all__ = [
    "checklist",
    "choices",
    "deal_list",
    "did",
    "glance",
    "handed_over",
    "help_page",
    "history",
    "in_full",
    "noted_before",
    "owner",
    "step_choices",
    "which_step",
    "why",
]

MOST_STEPS = 10
LABELS = {ids.STEP_DONE: "button#done", ids.STEP_RESCHEDULE: "button#reschedule", ids.STEP_WAITING: "button#waiting"}


def checklist(
    deal: Deal,
    function: str | None,
    _people: Mapping[UserId, Person],
    now: datetime,
    command: str = "/deal",
    start: int = 0,
) -> Message:
    """Show one function's lines from a place on, or everybody's; a function may be named by its key or its label."""
    wanted = [_function(deal, function)] if function else functions(deal)
    if not wanted:
        return said(words("checklist#none"))
    if function:
        drawn = function_checklist.checklist(deal, wanted[0], now, command, start=start, most=function_checklist.PAGE)
    else:
        drawn = function_checklist.whole(deal, wanted, now, command)
    return with_buttons(drawn, *([give_one(deal)] if deal.status is DealStatus.OPEN else []))


def help_page(more: bool, command: str) -> Message:
    page = words(f"reply/help#{'more' if more else 'everyday'}", c=Mrkdwn(command))
    if more:
        return said(page)
    return said(page, button(label("button#more"), ids.SHOW_HELP, ids.MORE))


def owner(deal: Deal, viewer: UserId) -> Message:
    """Show who owns a deal, with what the viewer may do about that."""
    offer = deal.offer
    text = words(
        "reply/owner",
        owner=deal.owner_id,
        deal=deal.facts.name,
        since=deal.owned_at,
        zone=deal.zone,
        offered=offer.to if offer else None,
        asked_at=offer.at if offer else None,
        is_claim=offer is not None and offer.is_claim,
    )
    takes = [take_over(deal)] if viewer != deal.owner_id and deal.status is DealStatus.OPEN else []
    takes_back = [withdraw_offer(deal)] if offer and viewer in (offer.by, deal.owner_id) else []
    return said(text, hand_over(deal), *takes, *takes_back)


def choices(deal: Deal) -> Message:
    """Offer the choices of a decision that is asked for."""
    lapse = next((one for one in open_lapses(deal) if one.decider_id), None)
    return said(words("reply/choices", deal=deal.facts.name), *decide_buttons(deal, lapse))


def which_step(deal_id: DealId, steps: Sequence[Step], said_words: str, action_id: str) -> Message:
    """Ask which step was meant: one button each, which does what was asked (``action_id``)."""
    head, choices = words("reply/which_step#head", said=said_words), step_choices(deal_id, steps, action_id)
    text = Mrkdwn("\n".join((head, *(each for each, _ in choices))))
    return message(text, [section(head), *(section(each, button) for each, button in choices)])


def step_choices(deal_id: DealId, steps: Sequence[Step], action_id: str) -> Sequence[tuple[Mrkdwn, Block]]:
    """Return the first steps in words, each with its button."""
    first = steps[:MOST_STEPS]
    return [(words("reply/which_step#step", what=s.what, due=s.due), _choose(deal_id, s, action_id)) for s in first]


def _choose(deal_id: DealId, step: Step, action_id: str) -> Block:
    press = str(Press(deal_id, step.id, step.generation))
    return button(label(LABELS.get(action_id, "replies#this_one")), action_id, press, about=step.what)


def _function(deal: Deal, said_function: str) -> str:
    spelled = said_function.strip().casefold()
    return next((key for key, label in deal.functions if spelled in {key.casefold(), label.casefold()}), said_function)
