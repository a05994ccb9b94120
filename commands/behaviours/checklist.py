"""The checklist: show it, mark lines done, accept them or send them back."""

from bot.events import ItemAccepted, ItemDone
from bot.model import Deal, Item
from bot.rules import items
from bot.rules.changing import as_drawn, item_of
from bot.rules.evidence import Proof
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.behaviours import gates, promises
from commands.fields import Fields
from commands.requests import Checklist
from commands.spelling import UsageError, cut
from commands.visit import Visit, pointed, subject_of
from messages import forms, replies
from messages.message import Message, with_buttons

STAND_IN = "?"
"""What a rule is asked with before a form asks a person: nobody fills one in in vain."""


def typed(visit: Visit, request: Checklist) -> Answer:
    """Show the whole checklist or one function's."""
    seen = visit.see_here()
    if request.function:
        _check_function(seen.deal, request.function)
    return Say(_shown(visit, seen, request.function))


def show_pressed(visit: Visit, value: str) -> Answer:
    """Show the whole checklist, or a page of one function's, only to whoever pressed."""
    press = pointed(value)
    function, _, start = press.extra.rpartition(":")
    place = int(start) if start.isdecimal() else 0
    return Say(_shown(visit, visit.see(press), function or None, place))


def done_pressed(visit: Visit, value: str) -> Answer:
    """Ask for the evidence; a line that needs none is done at once."""
    press = pointed(value)
    seen, item_id = visit.see(press), subject_of(press)
    if item_of(seen.deal, item_id).evidence in (items.TOLD, items.ANSWERED):
        return promises.listed(visit, seen)
    if item_of(seen.deal, item_id).evidence != "none":
        item = items.finishable(seen.deal, seen.context, item_id=item_id, by=visit.user_id, now=visit.now)
        return Open(forms.item_done(press, item))
    did = deals.finish_item(visit.desk, visit.asked, by_id(press.deal_id), item_id=item_id, proof=Proof())
    return Say(replies.did(did.happened(ItemDone), did.deal, visit.now), in_place=True)


def done_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Mark the line done with the evidence of the form."""
    press = pointed(metadata)
    proof = _proof(item_of(visit.see(press).deal, subject_of(press)), fields)
    deals.finish_item(visit.desk, visit.asked, by_id(press.deal_id), item_id=subject_of(press), proof=proof)
    return Quiet()


def accept_pressed(visit: Visit, value: str) -> Answer:
    """Accept the line for the function that receives it."""
    press = pointed(value)
    find, item_id = by_id(press.deal_id), subject_of(press)
    did = deals.accept_item(visit.desk, visit.asked, find, item_id=item_id, generation=press.generation)
    return Say(replies.did(did.happened(ItemAccepted), did.deal, visit.now), in_place=True)


def send_back_pressed(visit: Visit, value: str) -> Answer:
    """Ask what is missing."""
    press = pointed(value)
    seen = visit.see(press)
    items.send_back(
        as_drawn(seen.deal, subject_of(press), press.generation),
        seen.context,
        item_id=subject_of(press),
        by=visit.user_id,
        reason=STAND_IN,
        now=visit.now,
    )
    return Open(forms.send_back(press))


def send_back_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Send the line back with the reason."""
    press = pointed(metadata)
    find, item_id = by_id(press.deal_id), subject_of(press)
    reason = fields.text(forms.REASON)
    deals.send_item_back(visit.desk, visit.asked, find, item_id=item_id, reason=reason, generation=press.generation)
    return Quiet()


def _proof(item: Item, fields: Fields) -> Proof:
    answers = [(part, fields.text(forms.part_field(n))) for n, part in enumerate(item.parts)]
    # One that was opened before the form was drawn in parts has one field for all of them.
    parts = tuple(answers) if forms.part_field(0) in fields.values else ()
    return Proof(fields.text(forms.PROOF), fields.day(forms.PROOF_ON), parts, fields.text(forms.NONE))


def _shown(visit: Visit, seen: Seen, function: str | None, start: int = 0) -> Message:
    drawn = replies.checklist(seen.deal, function, seen.people, visit.now, visit.counter.command, start=start)
    return with_buttons(drawn, *gates.buttons(visit, seen))


def _check_function(deal: Deal, said: str) -> None:
    """Raise UsageError unless this deal has such a function, by its key or its name."""
    names = {name.casefold() for pair in deal.functions for name in pair}
    if deal.functions and said.casefold() not in names:
        labels = [label for _, label in deal.functions]
        raise UsageError("no_checklist", f"checklist {labels[0].lower()}", said=cut(said), labels=labels)
