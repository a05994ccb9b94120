"""People's own time: away and back, hours, region."""

from datetime import date

from bot.context import Context
from bot.model import UserId, Week
from bot.refusals import Missing
from bot.service import own_time as times
from bot.weeks import DEFAULT, read_week
from bot.working_time import local_day
from commands import absences
from commands.answers import Answer, Open, Say
from commands.fields import Fields
from commands.requests import Away, Back, Hours, Region
from commands.visit import Visit
from messages import own_time, own_time_forms
from messages.message import Message


def away(visit: Visit, request: Away) -> Answer:
    """Mark the visitor, or whom they lead, as away; days that were not said are asked in a form."""
    said = absences.read(request.rest)
    user = said.user_id or visit.user_id
    context = visit.around()
    if not said.first and not said.last:
        return Open(own_time_forms.away(user, said.stand_in))
    first, last = said.days(_today(visit, context, visit.user_id), context.calendar(visit.user_id))
    return Say(_away(visit, user, first, last, said.stand_in))


def away_submitted(visit: Visit, _metadata: str, fields: Fields) -> Answer:
    """Mark somebody as away, as the form says."""
    user = UserId(fields.text(own_time_forms.WHO)) or visit.user_id
    first, last = fields.day(own_time_forms.FIRST), fields.day(own_time_forms.LAST)
    if first is None or last is None:
        raise Missing("from when until when", "from Mon 30 Nov until Fri 4 Dec")
    stand_in = UserId(fields.text(own_time_forms.STAND_IN)) or None
    return Open(own_time_forms.done(_away(visit, user, first, last, stand_in)))


def back(visit: Visit, request: Back) -> Answer:
    """Take back an absence: the one that runs, else the next."""
    user = absences.person_in(request.rest) or visit.user_id
    ended = times.back(visit.desk, visit.asked, user)
    return Say(own_time.back(user, ended, is_self=user == visit.user_id))


def hours(visit: Visit, request: Hours) -> Answer:
    """Set when the visitor works; without words, ask in a form."""
    if not request.rest:
        context = visit.around()
        return Open(own_time_forms.hours(_week(context, visit.user_id)))
    return Say(_hours(visit, request.rest))


def hours_submitted(visit: Visit, _metadata: str, fields: Fields) -> Answer:
    """Set when the visitor works, as the form says."""
    return Open(own_time_forms.done(_hours(visit, fields.text(own_time_forms.HOURS))))


def region(visit: Visit, request: Region) -> Answer:
    """Set whose public holidays the visitor has; without words, ask in a form."""
    if not request.rest:
        own = visit.around().time_of(visit.user_id).region
        return Open(own_time_forms.region(own or ""))
    return Say(_region(visit, request.rest))


def region_submitted(visit: Visit, _metadata: str, fields: Fields) -> Answer:
    """Set whose public holidays the visitor has, as the form says."""
    return Open(own_time_forms.done(_region(visit, fields.text(own_time_forms.REGION))))


def _away(visit: Visit, user: UserId, first: date, last: date, stand_in: UserId | None) -> Message:
    for somebody in (user, stand_in):
        if somebody:
            visit.counter.learn(visit.workspace_id, somebody)
    absence = times.away(visit.desk, visit.asked, user, first=first, last=last, stand_in=stand_in)
    person = visit.around().people[user]
    return own_time.away(user, person.name, absence, is_self=user == visit.user_id, command=visit.counter.command)


def _hours(visit: Visit, said: str) -> Message:
    week = None if said.lower() in DEFAULT else read_week(said)
    times.work_hours(visit.desk, visit.asked, week)
    context = visit.around()
    return own_time.hours(week, _week(context, visit.user_id), context.calendar(visit.user_id).zone)


def _region(visit: Visit, said: str) -> Message:
    spelled = times.live_in(visit.desk, visit.asked, None if said.lower() in DEFAULT else said)
    context = visit.around()
    today = _today(visit, context, visit.user_id)
    calendar = context.calendar(visit.user_id)
    # A holiday on a Saturday is a day off for nobody who works from Monday to Friday.
    ahead = sorted(day for day in calendar.holidays if day > today and day.weekday() in calendar.days)
    return own_time.region(spelled or context.region, ahead[:1], is_own=spelled is not None)


def _week(context: Context, user: UserId) -> Week:
    return context.time_of(user).week or context.week


def _today(visit: Visit, context: Context, user: UserId) -> date:
    return local_day(context.calendar(user).zone, visit.now)
