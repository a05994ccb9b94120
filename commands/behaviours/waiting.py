"""Park a next step: somebody else has to move first."""

from bot.events import StepParked
from bot.model import Step, WaitingOn
from bot.refusals import WhichStep
from bot.rules.changing import step_of
from bot.rules.steps import meant
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Amiss, Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.parse import Waiting
from commands.visit import Visit, pointed
from commands.when import NotUnderstood
from messages import forms, ids, replies
from messages.ids import Press


def typed(visit: Visit, request: Waiting) -> Answer:
    """Park the step that is meant; what was not said is asked in a form."""
    seen = visit.see_here()
    try:
        step = meant(seen.deal, said=request.what, by=visit.user_id)
    except WhichStep as unclear:
        return Say(replies.which_step(seen.deal.id, unclear.steps, unclear.said, ids.STEP_WAITING))
    if request.on is None or not request.until_text:
        return Open(_form(seen, step, on=request.on, reason=request.because or ""))
    until = visit.when(request.until_text, seen.context)
    did = deals.park(
        visit.desk,
        visit.asked,
        visit.here(),
        step_id=step.id,
        on=request.on,
        until=until,
        reason=request.because or "",
    )
    return Say(replies.did(did.happened(StepParked), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form for the step of the button."""
    press = pointed(value)
    seen = visit.see(press)
    assert press.subject is not None
    return Open(_form(seen, step_of(seen.deal, press.subject)))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Park the step as the form says."""
    press = pointed(metadata)
    seen = visit.see(press)
    assert press.subject is not None
    try:
        until = visit.when(fields.text(forms.UNTIL), seen.context)
    except NotUnderstood as error:
        return Amiss({forms.UNTIL: str(error)})
    deals.park(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        step_id=press.subject,
        on=WaitingOn(fields.text(forms.ON)),
        until=until,
        reason=fields.text(forms.REASON),
    )
    return Quiet()


def _form(seen: Seen, step: Step, *, on: WaitingOn | None = None, reason: str = "") -> forms.View:
    return forms.waiting(Press(seen.deal.id, step.id, step.generation), step, on=on, reason=reason)
