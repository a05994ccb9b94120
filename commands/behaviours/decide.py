"""Decide how a deal goes on that stood still."""

from bot.model import Choice, Due
from bot.refusals import NothingToDecide
from bot.rules.deciding import Verdict, open_questions
from bot.service import deals
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Amiss, Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.parse import Decide
from commands.visit import Visit, pointed
from commands.when import NotUnderstood
from messages import forms, replies
from messages.ids import Press


def typed(visit: Visit, _request: Decide) -> Answer:
    """Show the choices where a decision is asked for."""
    seen = visit.see_here()
    if not open_questions(seen.deal):
        raise NothingToDecide
    return Say(replies.choices(seen.deal))


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form of the choice."""
    press = pointed(value)
    seen = visit.see(press)
    if not open_questions(seen.deal):
        raise NothingToDecide
    return Open(forms.decide(press, Choice(press.extra)))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Apply the decision."""
    press = pointed(metadata)
    seen = visit.see(press)
    try:
        verdict = _verdict(visit, seen, press, fields)
    except NotUnderstood as error:
        return Amiss({_moment_of(press): str(error)})
    deals.decide(visit.desk, visit.asked, by_id(press.deal_id), verdict=verdict)
    return Quiet()


def _verdict(visit: Visit, seen: Seen, press: Press, fields: Fields) -> Verdict:
    choice, reason = Choice(press.extra), fields.text(forms.REASON)

    def moment(name: str) -> Due:
        return visit.when(fields.text(name), seen.context)

    match choice:
        case Choice.CONTINUE:
            return Verdict(choice, reason, what=fields.text(forms.WHAT), due=moment(forms.WHEN))
        case Choice.HOLD:
            return Verdict(choice, reason, until=moment(forms.UNTIL))
        case Choice.REPLAN:
            due = moment(forms.WHEN)
            return Verdict(choice, reason, promised_on=due.on or due.at.date())
    return Verdict(choice, reason)


def _moment_of(press: Press) -> str:
    return forms.UNTIL if Choice(press.extra) is Choice.HOLD else forms.WHEN
