"""Park a next step: somebody else has to move first."""

from uuid import UUID

from bot.events import StepParked
from bot.model import UserId, WaitingOn
from bot.refusals import Missing, WhichStep
from bot.rules.permissions import Act
from bot.rules.steps import changeable, meant
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.behaviours.which import which
from commands.fields import Fields
from commands.requests import Waiting
from commands.visit import Visit, fitting, pointed, subject_of
from messages import forms, ids, replies
from messages.ids import Press

UNSAID = Waiting("", None, None, None)


def typed(visit: Visit, request: Waiting) -> Answer:
    """Park the step that is meant; what was not said is asked in a form."""
    seen = visit.see_here()
    try:
        step = meant(seen.deal, seen.context, said=request.what, by=visit.user_id, now=visit.now)
    except WhichStep as unclear:
        return which(seen.deal.id, unclear, ids.STEP_WAITING)
    reason = fitting("what you wait for", request.because or "", forms.LONGEST)
    if request.on is None or not request.until_text:
        return Open(_form(visit, seen, step.id, request, reason))
    until = visit.when(request.until_text, seen.context)
    did = deals.park(
        visit.desk,
        visit.asked,
        visit.here(),
        step_id=step.id,
        on=request.on,
        until=until,
        reason=reason,
        chaser=request.chaser,
    )
    return Say(replies.did(did.happened(StepParked), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form for the step of the button."""
    press = pointed(value)
    seen = visit.see(press)
    return Open(_form(visit, seen, subject_of(press)))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Park the step as the form says."""
    press = pointed(metadata)
    seen = visit.see(press)
    until = visit.when(fields.text(forms.UNTIL), seen.context)
    deals.park(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        step_id=subject_of(press),
        generation=press.generation,
        on=_party(fields.text(forms.ON)),
        until=until,
        reason=fitting("what you wait for", fields.text(forms.REASON), forms.LONGEST),
        chaser=UserId(fields.text(forms.PERSON)) if fields.text(forms.PERSON) else None,
    )
    return Quiet()


def _form(visit: Visit, seen: Seen, step_id: UUID, said: Waiting = UNSAID, reason: str = "") -> forms.View:
    """Return the form for a step that the visitor may park, with what was said: nobody fills one in in vain."""
    step = changeable(seen.deal, seen.context, step_id=step_id, by=visit.user_id, act=Act.PARK_STEP, now=visit.now)
    press = Press(seen.deal.id, step.id, step.generation)
    until, chaser = said.until_text or "", said.chaser or visit.user_id
    return forms.waiting(press, step, on=said.on, until=until, reason=reason, chaser=chaser)


def _party(chosen: str) -> WaitingOn:
    if chosen not in tuple(WaitingOn):
        raise Missing("who moves next", "The customer")
    return WaitingOn(chosen)
