"""Give a next step another date."""

from uuid import UUID

from bot.events import StepRescheduled
from bot.model import WaitingOn
from bot.refusals import WhichStep
from bot.rules.permissions import Act
from bot.rules.steps import changeable, meant
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.behaviours.which import which
from commands.fields import Fields
from commands.parse import split_reschedule
from commands.requests import Reschedule
from commands.visit import Visit, fitting, pointed, subject_of
from commands.when import NotUnderstood
from messages import forms, ids, replies
from messages.ids import Press


def typed(visit: Visit, request: Reschedule) -> Answer:
    """Move the step that is meant; what was not said is asked in a form."""
    seen = visit.see_here()
    what, when_text = _parted(visit, seen, request.rest)
    try:
        step = meant(seen.deal, seen.context, said=what, by=visit.user_id, now=visit.now)
    except WhichStep as unclear:
        return which(seen.deal.id, unclear, ids.STEP_RESCHEDULE)
    if when_text is None or not request.because:
        reason = fitting("why it moves", request.because or "", forms.LONGEST)
        return Open(_form(visit, seen, step.id, when=when_text or "", reason=reason))
    due = visit.when(when_text, seen.context)
    did = deals.reschedule(visit.desk, visit.asked, visit.here(), step_id=step.id, due=due, reason=request.because)
    return Say(replies.did(did.happened(StepRescheduled), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form for the step of the button."""
    press = pointed(value)
    seen = visit.see(press)
    return Open(_form(visit, seen, subject_of(press)))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Move the step as the form says."""
    press = pointed(metadata)
    seen = visit.see(press)
    due = visit.when(fields.text(forms.WHEN), seen.context)
    deals.reschedule(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        step_id=subject_of(press),
        generation=press.generation,
        due=due,
        reason=fields.text(forms.REASON),
        cause=_cause(fields),
    )
    return Quiet()


def _cause(fields: Fields) -> WaitingOn | None:
    chosen = fields.text(forms.CAUSE)
    return WaitingOn(chosen) if chosen in tuple(WaitingOn) else None


def _form(visit: Visit, seen: Seen, step_id: UUID, *, when: str = "", reason: str = "") -> forms.View:
    """Return the form for a step that the visitor may move: nobody fills one in in vain."""
    step = changeable(seen.deal, seen.context, step_id=step_id, by=visit.user_id, act=Act.MOVE_STEP, now=visit.now)
    return forms.reschedule(Press(seen.deal.id, step.id, step.generation), step, when=when, reason=reason)


def _parted(visit: Visit, seen: Seen, rest: str) -> tuple[str, str | None]:
    """Part the step from the new time; a time that cannot be is taken for one where there is no better."""
    what, when_text = split_reschedule(rest, lambda text: _is_moment(visit, seen, text))
    if when_text is None:
        return split_reschedule(rest, lambda text: _is_moment(visit, seen, text, or_was=True))
    return what, when_text


def _is_moment(visit: Visit, seen: Seen, text: str, *, or_was: bool = False) -> bool:
    try:
        visit.when(text, seen.context)
    except NotUnderstood as error:
        return or_was and error.is_about_time
    return True
