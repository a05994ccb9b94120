"""Commit to a next step: typed, or filled into a form."""

from dataclasses import replace

from bot.events import StepCommitted
from bot.rules.changing import running
from bot.rules.otherwise import of_playbook
from bot.rules.permissions import Act
from bot.rules.steps import committed_before
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.otherwise import chosen, understood
from commands.requests import Next
from commands.shortcuts import LINK
from commands.visit import Visit, fitting, pointed
from messages import forms, replies
from messages.ids import Press


def typed(visit: Visit, request: Next) -> Answer:
    """Commit at once when it is said what and by when; ask for the rest in a form."""
    seen = visit.see_for(Act.COMMIT)
    if not request.what or not request.when_text:
        return Open(_form(seen, request))
    what, due = request.what, visit.when(request.when_text, seen.context)
    otherwise = understood(request.otherwise, seen.context)
    did = deals.commit(visit.desk, visit.asked, visit.here(), what=what, due=due, consequence=otherwise)
    event, by = did.happened(StepCommitted), visit.user_id
    known = committed_before(did.deal, what=what, by=by, due=due, consequence=otherwise, now=visit.now)
    if event is None and known:
        return Say(replies.noted_before(known))
    return Say(replies.did(event, did.deal, visit.now))


def _form(seen: Seen, request: Next) -> forms.View:
    """Return the form with what was said already."""
    what = fitting("what you will do", request.what, forms.LONGEST)
    said = fitting("what happens otherwise", request.otherwise or "", forms.LONGEST)
    otherwise = understood(said, seen.context)
    when = fitting("by when", request.when_text or "", forms.LONGEST_WHEN)
    press, usual = Press(running(seen.deal).id), of_playbook(seen.deal)
    return forms.next_step(press, what=what, otherwise=otherwise, when=when, usual=usual)


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form."""
    press = pointed(value)
    deal = running(visit.see_for(Act.COMMIT, press).deal)
    return Open(forms.next_step(press, usual=of_playbook(deal)))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Commit to what the form says."""
    press = _chosen_deal(pointed(metadata), fields.text(forms.DEAL))
    seen = visit.see(press)
    due = visit.when(fields.text(forms.WHEN), seen.context)
    deals.commit(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        what=fields.text(forms.WHAT),
        due=due,
        consequence=chosen(fields),
        link=press.extra if LINK.fullmatch(press.extra) else None,
    )
    return Quiet()


def _chosen_deal(press: Press, deal_id: str) -> Press:
    """Point to the deal that was chosen in the form, if it asked."""
    return replace(press, deal_id=pointed(f"{deal_id}||0|").deal_id) if deal_id else press
