"""Ask a colleague for a step, and what both of them answer: typed, pressed or filled into a form."""

from bot.events import Nudged, StepCommitted
from bot.model import Due, UserId
from bot.offered import StepAsked, StepWithdrawn
from bot.refusals import Missing
from bot.rules.asking import asked
from bot.rules.changing import as_drawn, running, step_of
from bot.rules.offers import open_offer
from bot.rules.permissions import Act
from bot.rules.requests import asked_before, open_request
from bot.rules.review import coming
from bot.service import requests
from bot.service.desk import Did, by_id
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import Ask
from commands.visit import Visit, fitting, pointed, subject_of
from messages import forms, replies
from messages import requests as words
from messages.ids import Press
from messages.message import Message


def typed(visit: Visit, request: Ask) -> Answer:
    """Ask at once when it is said whom, for what and by when; the rest is asked in a form."""
    seen = visit.see_for(Act.ASK)
    if request.user_id is None or not request.what or not request.when_text:
        what = fitting("what you ask for", request.what, forms.LONGEST)
        when = fitting("by when", request.when_text or "", forms.LONGEST_WHEN)
        return Open(words.ask_form(Press(running(seen.deal).id), to=request.user_id, what=what, when=when))
    visit.counter.learn(visit.workspace_id, request.user_id)
    due = visit.when(request.when_text, seen.context)
    did = requests.ask(visit.desk, visit.asked, visit.here(), to=request.user_id, what=request.what, due=due)
    return Say(_asked(visit, did, request.user_id, request.what, due))


def _asked(visit: Visit, did: Did, to: UserId, what: str, due: Due) -> Message:
    """Say who is asked and when: it may be a stand-in, and it may be tomorrow."""
    context, now = visit.around(), visit.now
    event = did.happened(StepAsked)
    if not isinstance(event, StepAsked):
        step = asked_before(did.deal, to=to, what=what, by=visit.user_id, due=due, now=now)
        if step is None:
            return replies.did(None, did.deal, now)
        return words.asked(did.deal, step, now, whom=to, at=None, is_again=True)
    first = did.happened(Nudged)
    step = step_of(did.deal, event.step_id)
    if isinstance(first, Nudged):
        return words.asked(did.deal, step, now, whom=first.who, at=None)
    later = next((each for each in coming(did.deal, context, now=now) if each.lapse.subject == step.id), None)
    at = Due(later.at, context.calendar(visit.user_id).zone) if later else None
    whom = asked(did.deal, context, to, None, now=later.at if later else now).whom
    return words.asked(did.deal, step, now, whom=whom, at=at)


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form; from a no, with what was asked for."""
    press = pointed(value)
    deal = running(visit.see_for(Act.ASK, press).deal)
    what = step_of(deal, press.subject).what if press.subject else ""
    return Open(words.ask_form(Press(deal.id), what=what))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Ask whom the form says."""
    press, to = pointed(metadata), UserId(fields.text(forms.PERSON))
    if not to:
        raise Missing("whom you ask", "@mei")
    due = visit.when(fields.text(forms.WHEN), visit.see(press).context)
    visit.counter.learn(visit.workspace_id, to)
    requests.ask(visit.desk, visit.asked, by_id(press.deal_id), to=to, what=fields.text(forms.WHAT), due=due)
    return Quiet()


def take_pressed(visit: Visit, press: Press) -> Answer:
    """Take on what was asked for; where its date is past, another one has to be named."""
    seen = visit.see(press)
    step = open_offer(seen.deal, seen.context, step_id=subject_of(press), by=visit.user_id, to="take on", now=visit.now)
    if step.due.at <= visit.now:
        return _counter_form(visit, press)
    find = by_id(press.deal_id)
    did = requests.accept(visit.desk, visit.asked, find, step_id=step.id, generation=press.generation)
    return Say(replies.did(did.happened(StepCommitted), did.deal, visit.now), in_place=True)


def counter_pressed(visit: Visit, value: str) -> Answer:
    """Ask by when it can be done."""
    return _counter_form(visit, pointed(value))


def _counter_form(visit: Visit, press: Press) -> Answer:
    seen, step_id = visit.see(press), subject_of(press)
    deal = as_drawn(seen.deal, step_id, press.generation)
    step = open_offer(deal, seen.context, step_id=step_id, by=visit.user_id, to="answer", now=visit.now)
    return Open(words.counter_form(press, open_request(step), visit.now))


def counter_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Name the date."""
    press = pointed(metadata)
    due = visit.when(fields.text(forms.WHEN), visit.see(press).context)
    requests.counter(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        step_id=subject_of(press),
        due=due,
        reason=fields.text(forms.REASON),
        generation=press.generation,
    )
    return Quiet()


def agree_pressed(visit: Visit, value: str) -> Answer:
    """Take the date that was named."""
    press = pointed(value)
    find, step_id = by_id(press.deal_id), subject_of(press)
    did = requests.agree(visit.desk, visit.asked, find, step_id=step_id, generation=press.generation)
    return Say(replies.did(did.happened(StepCommitted), did.deal, visit.now), in_place=True)


def withdraw_pressed(visit: Visit, value: str) -> Answer:
    """Take the request back."""
    press = pointed(value)
    did = requests.withdraw(visit.desk, visit.asked, by_id(press.deal_id), step_id=subject_of(press))
    return Say(replies.did(did.happened(StepWithdrawn), did.deal, visit.now), in_place=True)
