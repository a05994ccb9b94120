"""Decide how a deal goes on that stood still."""

from bot.events import Decided
from bot.model import Choice, Due, Lapse, Reason
from bot.refusals import NoSuchDeal, NothingToDecide
from bot.rules.changing import allowed, running
from bot.rules.deciding import Verdict, may_decide, open_questions, would_end
from bot.service import deals, reading
from bot.service.desk import Find, by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import Decide
from commands.visit import Visit, day_of, pointed
from messages import forms, replies
from messages.ids import Press


def typed(visit: Visit, _request: Decide) -> Answer:
    """Show the choices where a decision is asked for."""
    seen = visit.see_here()
    _questions(visit, seen, visit.here())
    return Say(replies.choices(seen.deal))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form of the choice, for those who may decide: nobody fills one in in vain."""
    press = pointed(value)
    seen = visit.see(press)
    questions = _questions(visit, seen, by_id(press.deal_id))
    allowed(visit.user_id, "decide this", *may_decide(seen.deal, seen.context, questions, now=visit.now))
    choice = _choice(press)
    ending = would_end(seen.deal, seen.context, choice, by=visit.user_id, now=visit.now)
    return Open(forms.decide(press, choice, seen.deal, ending))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Apply the decision."""
    press = pointed(metadata)
    verdict, find = _verdict(visit, visit.see(press), press, fields), by_id(press.deal_id)
    try:
        deals.decide(visit.desk, visit.asked, find, verdict=verdict)
    except NothingToDecide as refusal:
        raise _who_was_first(visit, find) from refusal
    return Quiet()


def _questions(visit: Visit, seen: Seen, find: Find) -> tuple[Lapse, ...]:
    """Return what is to be decided; raise NothingToDecide with who decided before."""
    questions = open_questions(running(seen.deal))
    if not questions:
        raise _who_was_first(visit, find)
    return questions


def _who_was_first(visit: Visit, find: Find) -> NothingToDecide:
    _, recorded = reading.history(visit.desk, visit.asked, find)
    for each in reversed(recorded):
        if isinstance(each.event, Decided):
            return NothingToDecide(each.event.by, each.at)
    return NothingToDecide()


def _choice(press: Press) -> Choice:
    if press.extra not in tuple(Choice):
        raise NoSuchDeal
    return Choice(press.extra)


def _verdict(visit: Visit, seen: Seen, press: Press, fields: Fields) -> Verdict:
    choice, reason, code = _choice(press), fields.text(forms.REASON), _code(fields)

    def moment(name: str) -> Due:
        return visit.when(fields.text(name), seen.context)

    match choice:
        case Choice.CONTINUE:
            return Verdict(choice, reason, what=fields.text(forms.WHAT), due=moment(forms.WHEN), code=code)
        case Choice.HOLD:
            return Verdict(choice, reason, until=moment(forms.UNTIL), code=code)
        case Choice.REPLAN:
            return Verdict(choice, reason, promised_on=day_of(moment(forms.WHEN)), code=code)
    return Verdict(choice, reason, code=code)


def _code(fields: Fields) -> Reason:
    chosen = fields.text(forms.CODE)
    return Reason(chosen) if chosen in tuple(Reason) else Reason.OTHER
