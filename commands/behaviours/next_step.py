"""Commit to a next step: typed, or filled into a form."""

from bot.events import StepCommitted
from bot.service import deals
from bot.service.desk import by_id
from commands.answers import Amiss, Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.parse import Next
from commands.visit import Visit, pointed
from commands.when import NotUnderstood
from messages import forms, replies
from messages.ids import Press


def typed(visit: Visit, request: Next) -> Answer:
    """Commit at once when it is said what and by when; ask for the rest in a form."""
    seen = visit.see_here()
    if not request.what or not request.when_text:
        press = Press(seen.deal.id)
        return Open(forms.next_step(press, what=request.what, otherwise=request.otherwise or ""))
    due = visit.when(request.when_text, seen.context)
    did = deals.commit(visit.desk, visit.asked, visit.here(), what=request.what, due=due, consequence=request.otherwise)
    return Say(replies.did(did.happened(StepCommitted), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form."""
    press = pointed(value)
    visit.see(press)
    return Open(forms.next_step(press))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Commit to what the form says; a moment that is not understood is explained beside its field."""
    press = pointed(metadata)
    seen = visit.see(press)
    try:
        due = visit.when(fields.text(forms.WHEN), seen.context)
    except NotUnderstood as error:
        return Amiss({forms.WHEN: str(error)})
    deals.commit(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        what=fields.text(forms.WHAT),
        due=due,
        consequence=fields.text(forms.OTHERWISE) or None,
    )
    return Quiet()
