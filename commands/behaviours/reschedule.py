"""Give a next step another date."""

from bot.events import StepRescheduled
from bot.model import Step
from bot.refusals import WhichStep
from bot.rules.changing import step_of
from bot.rules.steps import meant
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Amiss, Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.parse import Reschedule, split_reschedule
from commands.visit import Visit, pointed
from commands.when import NotUnderstood
from messages import forms, ids, replies
from messages.ids import Press


def typed(visit: Visit, request: Reschedule) -> Answer:
    """Move the step that is meant; what was not said is asked in a form."""
    seen = visit.see_here()
    what, when_text = split_reschedule(request.rest, lambda text: _is_moment(visit, seen, text))
    try:
        step = meant(seen.deal, said=what, by=visit.user_id)
    except WhichStep as unclear:
        return Say(replies.which_step(seen.deal.id, unclear.steps, unclear.said, ids.STEP_RESCHEDULE))
    if when_text is None or not request.because:
        return Open(_form(seen, step, when=when_text or "", reason=request.because or ""))
    due = visit.when(when_text, seen.context)
    did = deals.reschedule(visit.desk, visit.asked, visit.here(), step_id=step.id, due=due, reason=request.because)
    return Say(replies.did(did.happened(StepRescheduled), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form for the step of the button."""
    press = pointed(value)
    seen = visit.see(press)
    assert press.subject is not None
    return Open(_form(seen, step_of(seen.deal, press.subject)))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Move the step as the form says."""
    press = pointed(metadata)
    seen = visit.see(press)
    assert press.subject is not None
    try:
        due = visit.when(fields.text(forms.WHEN), seen.context)
    except NotUnderstood as error:
        return Amiss({forms.WHEN: str(error)})
    deals.reschedule(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        step_id=press.subject,
        due=due,
        reason=fields.text(forms.REASON),
    )
    return Quiet()


def _form(seen: Seen, step: Step, *, when: str = "", reason: str = "") -> forms.View:
    return forms.reschedule(Press(seen.deal.id, step.id, step.generation), step, when=when, reason=reason)


def _is_moment(visit: Visit, seen: Seen, text: str) -> bool:
    try:
        visit.when(text, seen.context)
    except NotUnderstood:
        return False
    return True
