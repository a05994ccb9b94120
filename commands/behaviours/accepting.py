"""Accept a done line of the checklist or send it back, by its name."""

from bot.context import Context
from bot.events import Change, ItemAccepted, ItemSentBack
from bot.model import Deal
from bot.refusals import Missing, WhichItem
from bot.rules import items
from bot.rules.accepted_by_words import meant_to_accept, meant_to_send_back
from bot.service.desk import act
from commands.answers import Answer, Open, Say
from commands.behaviours.which import which_of
from commands.requests import AcceptItem, SendBack
from commands.visit import Visit
from messages import forms, replies
from messages.buttons import accept_buttons
from messages.ids import Press


def accept_typed(visit: Visit, request: AcceptItem) -> Answer:
    """Accept the one line that is meant; ask which when several could be."""

    def accept(deal: Deal, context: Context) -> Change:
        item = meant_to_accept(deal, context, said=request.what, by=visit.user_id, now=visit.now)
        return items.accept(deal, context, item_id=item.id, by=visit.user_id, now=visit.now)

    try:
        did = act(visit.desk, visit.asked, visit.here(), accept)
    except WhichItem as unclear:
        deal = visit.see_here().deal
        return which_of(unclear, lambda item: accept_buttons(deal, item)[:1])
    return Say(replies.did(did.happened(ItemAccepted), did.deal, visit.now))


def send_back_typed(visit: Visit, request: SendBack) -> Answer:
    """Send the one line back that is meant; a reason that was not given is asked in the form."""

    def send_back(deal: Deal, context: Context) -> Change:
        item = meant_to_send_back(deal, context, said=request.what, by=visit.user_id, now=visit.now)
        why = request.because or ""
        return items.send_back(deal, context, item_id=item.id, by=visit.user_id, reason=why, now=visit.now)

    try:
        did = act(visit.desk, visit.asked, visit.here(), send_back)
    except WhichItem as unclear:
        deal = visit.see_here().deal
        return which_of(unclear, lambda item: accept_buttons(deal, item)[1:])
    except Missing:
        seen = visit.see_here()
        item = meant_to_send_back(seen.deal, seen.context, said=request.what, by=visit.user_id, now=visit.now)
        return Open(forms.send_back(Press(seen.deal.id, item.id, item.generation)))
    return Say(replies.did(did.happened(ItemSentBack), did.deal, visit.now))
