"""Answer a step that was written beforehand, for the case that another one is not kept."""

from bot.rules.offers import open_offer
from bot.service import deals
from bot.service.desk import by_id
from commands.answers import Answer, Open, Quiet
from commands.behaviours import ask
from commands.fields import Fields
from commands.visit import Visit, pointed, subject_of
from messages import forms


def take_pressed(visit: Visit, value: str) -> Answer:
    """Ask by when it will be done; what a colleague asked for has its date already."""
    press = pointed(value)
    seen = visit.see(press)
    if any(step.id == press.subject and step.request for step in seen.deal.steps):
        return ask.take_pressed(visit, press)
    step = open_offer(seen.deal, seen.context, step_id=subject_of(press), by=visit.user_id, to="take on", now=visit.now)
    return Open(forms.take_on(press, step))


def turn_down_pressed(visit: Visit, value: str) -> Answer:
    """Ask why not."""
    press = pointed(value)
    seen = visit.see(press)
    open_offer(seen.deal, seen.context, step_id=subject_of(press), by=visit.user_id, to="turn down", now=visit.now)
    return Open(forms.turn_down(press))


def taken(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Commit to it."""
    press = pointed(metadata)
    due = visit.when(fields.text(forms.WHEN), visit.see(press).context)
    what, step_id = fields.text(forms.WHAT), subject_of(press)
    deals.take_on(visit.desk, visit.asked, by_id(press.deal_id), step_id=step_id, what=what, due=due)
    return Quiet()


def turned_down(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Leave it to others, with a reason."""
    press = pointed(metadata)
    reason, step_id = fields.text(forms.REASON), subject_of(press)
    deals.turn_down(visit.desk, visit.asked, by_id(press.deal_id), step_id=step_id, reason=reason)
    return Quiet()
