"""Give a line of the checklist to one named person, and hand one back: typed, pressed or filled into a form."""

from uuid import UUID

from bot.context import Context
from bot.events import Change
from bot.model import Deal, UserId
from bot.refusals import Missing, NoSuchDeal, NoSuchItem, WhichItem
from bot.roles import ItemGiven
from bot.rules import giving
from bot.rules.changing import running
from bot.rules.meant import item_meant
from bot.service import roles
from bot.service.desk import act, by_id
from commands.answers import Answer, Open, Quiet, Say
from commands.behaviours.which import which_of
from commands.fields import Fields
from commands.requests import Give
from commands.visit import Visit, pointed, subject_of
from messages import forms, replies
from messages import giving as words

STAND_IN = "?"
"""What a rule is asked with before a form asks a person: nobody fills one in in vain."""


def typed(visit: Visit, request: Give) -> Answer:
    """Give the one line that is meant; what is not said is asked in the form, and what is not clear with buttons."""
    seen = visit.see_here()
    try:
        if request.user_id is None or not request.what:
            return _form(visit, seen.deal, seen.context, request.what)
        visit.counter.learn(visit.workspace_id, request.user_id)
        return _given(visit, request.what, request.user_id)
    except WhichItem as unclear:
        return which_of(unclear, lambda item: (words.give_it(seen.deal, item),))


def _given(visit: Visit, what: str, to: UserId) -> Answer:
    def give(deal: Deal, context: Context) -> Change:
        mine = giving.givable_by(deal, context, visit.user_id, now=visit.now)
        item = item_meant(deal, what, among=mine)
        return giving.give(deal, context, item_id=item.id, to=to, by=visit.user_id, now=visit.now)

    did = act(visit.desk, visit.asked, visit.here(), give)
    return Say(replies.did(did.happened(ItemGiven), did.deal, visit.now))


def _form(visit: Visit, deal: Deal, context: Context, what: str = "") -> Answer:
    mine = giving.givable_by(running(deal), context, visit.user_id, now=visit.now)
    if not mine:
        raise NoSuchItem(what)
    chosen = item_meant(deal, what, among=mine) if what else None
    if chosen:
        giving.givable(deal, context, item_id=chosen.id, by=visit.user_id, now=visit.now)
    return Open(words.give_form(deal, mine, chosen=chosen))


def pressed(visit: Visit, value: str) -> Answer:
    """Ask who gets it, and which line where the button was for none."""
    press = pointed(value)
    seen = visit.see(press)
    if press.subject is None:
        return _form(visit, seen.deal, seen.context)
    item = giving.givable(seen.deal, seen.context, item_id=press.subject, by=visit.user_id, now=visit.now)
    return Open(words.give_form(seen.deal, (), chosen=item))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Give the line to the chosen person."""
    press, to = pointed(metadata), UserId(fields.text(forms.PERSON))
    if not to:
        raise Missing("who gets it", "@mei")
    visit.counter.learn(visit.workspace_id, to)
    item_id = press.subject or _chosen(fields.text(words.LINE))
    generation = press.generation if press.subject else None
    roles.give_item(visit.desk, visit.asked, by_id(press.deal_id), item_id=item_id, to=to, generation=generation)
    return Quiet()


def _chosen(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NoSuchDeal from error


def hand_back_pressed(visit: Visit, value: str) -> Answer:
    """Ask why."""
    press = pointed(value)
    seen, item_id = visit.see(press), subject_of(press)
    giving.hand_back(seen.deal, seen.context, item_id=item_id, by=visit.user_id, reason=STAND_IN, now=visit.now)
    item = next(each for each in seen.deal.items if each.id == item_id)
    return Open(words.hand_back_form(seen.deal, item))


def hand_back_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Hand the line back, with the reason."""
    press = pointed(metadata)
    find, reason = by_id(press.deal_id), fields.text(forms.REASON)
    roles.hand_item_back(visit.desk, visit.asked, find, item_id=subject_of(press), reason=reason)
    return Quiet()
