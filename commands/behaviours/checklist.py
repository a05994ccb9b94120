"""The checklist: show it, mark lines done, accept them or send them back."""

from bot.events import ItemAccepted, ItemDone
from bot.model import ItemStatus
from bot.refusals import ItemNotOpen, ItemWaits
from bot.rules.changing import item_of
from bot.rules.items import waits_for
from bot.service import deals
from bot.service.desk import by_id
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.parse import Checklist
from commands.visit import Visit, pointed
from messages import forms, replies


def typed(visit: Visit, request: Checklist) -> Answer:
    """Show the whole checklist or one function's."""
    seen = visit.see_here()
    return Say(replies.checklist(seen.deal, request.function, seen.people, visit.now, visit.counter.command))


def show_pressed(visit: Visit, value: str) -> Answer:
    """Show the whole checklist, only to whoever pressed."""
    seen = visit.see(pointed(value))
    return Say(replies.checklist(seen.deal, None, seen.people, visit.now, visit.counter.command))


def done_pressed(visit: Visit, value: str) -> Answer:
    """Ask for the evidence; a line that needs none is done at once."""
    press = pointed(value)
    seen = visit.see(press)
    assert press.subject is not None
    item = item_of(seen.deal, press.subject)
    if item.status is ItemStatus.WAITING:
        raise ItemWaits(item, waits_for(seen.deal, item))
    if item.status is not ItemStatus.OPEN:
        raise ItemNotOpen(item)
    if item.evidence != "none":
        return Open(forms.item_done(press, item))
    did = deals.finish_item(visit.desk, visit.asked, by_id(press.deal_id), item_id=press.subject, proof="")
    return Say(replies.did(did.happened(ItemDone), did.deal, visit.now), in_place=True)


def done_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Mark the line done with the evidence of the form."""
    press = pointed(metadata)
    assert press.subject is not None
    proof_on = fields.day(forms.PROOF_ON)
    proof = fields.text(forms.PROOF) or (proof_on.isoformat() if proof_on else "")
    find = by_id(press.deal_id)
    deals.finish_item(visit.desk, visit.asked, find, item_id=press.subject, proof=proof, proof_on=proof_on)
    return Quiet()


def accept_pressed(visit: Visit, value: str) -> Answer:
    """Accept the line for the function that receives it."""
    press = pointed(value)
    assert press.subject is not None
    did = deals.accept_item(visit.desk, visit.asked, by_id(press.deal_id), item_id=press.subject)
    return Say(replies.did(did.happened(ItemAccepted), did.deal, visit.now), in_place=True)


def send_back_pressed(visit: Visit, value: str) -> Answer:
    """Ask what is missing."""
    press = pointed(value)
    visit.see(press)
    return Open(forms.send_back(press))


def send_back_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Send the line back with the reason."""
    press = pointed(metadata)
    assert press.subject is not None
    find = by_id(press.deal_id)
    deals.send_item_back(visit.desk, visit.asked, find, item_id=press.subject, reason=fields.text(forms.REASON))
    return Quiet()
