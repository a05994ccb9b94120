"""Put off a question: typed with a moment and a reason, or pressed below it."""

from datetime import timedelta

from bot.context import Context
from bot.events import Snoozed
from bot.model import Due
from bot.service import snoozing
from bot.service.desk import Did, by_id
from bot.working_time import local_day, next_working_day, whole_day
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import Snooze
from commands.visit import Visit, fitting, pointed
from messages import forms, ids, replies
from messages.ids import Press
from messages.snooze import snooze_form


def typed(visit: Visit, request: Snooze) -> Answer:
    """Put off all that the visitor is asked here; what was not said is asked in a form."""
    seen = visit.see_here()
    reason = fitting("why it can wait", request.because or "", forms.LONGEST)
    if not request.when_text or not reason:
        return Open(snooze_form(Press(seen.deal.id), when=request.when_text or "", reason=reason))
    until = visit.when(request.when_text, seen.context)
    return _said(visit, snoozing.snooze(visit.desk, visit.asked, visit.here(), until=until, reason=reason))


def pressed(visit: Visit, value: str) -> Answer:
    """Put off the one question whose button was pressed."""
    press = pointed(value)
    seen = visit.see(press)
    until = _chosen(visit, seen.context, press.extra)
    find = by_id(press.deal_id)
    return _said(visit, snoozing.snooze(visit.desk, visit.asked, find, until=until, reason="", lapse_id=press.subject))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Put it off as the form says."""
    press = pointed(metadata)
    until = visit.when(fields.text(forms.WHEN), visit.see(press).context)
    reason = fitting("why it can wait", fields.text(forms.REASON), forms.LONGEST)
    snoozing.snooze(visit.desk, visit.asked, by_id(press.deal_id), until=until, reason=reason)
    return Quiet()


def _chosen(visit: Visit, context: Context, extra: str) -> Due:
    calendar = context.calendar(visit.user_id)
    if extra == ids.IN_AN_HOUR:
        return Due(visit.now + timedelta(hours=1), calendar.zone)
    return whole_day(calendar, next_working_day(calendar, local_day(calendar.zone, visit.now)))


def _said(visit: Visit, did: Did) -> Answer:
    return Say(replies.did(did.happened(Snoozed), did.deal, visit.now))
