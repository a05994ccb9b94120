"""Close a deal, and take one up again that was closed by mistake: typed, pressed or filled into a form."""

from bot.closed import Outcome
from bot.refusals import Missing
from bot.rules.closing import MOST_LESSONS, Verdict, closable, reopenable
from bot.service import closing
from bot.service.desk import by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.endings import Close
from commands.fields import Fields
from commands.visit import Visit, fitting, pointed
from messages import closing as words
from messages import forms


def typed(visit: Visit, request: Close) -> Answer:
    """Close at once when outcome and lessons are said; else ask in the form, which shows what ends."""
    if request.outcome is None or request.lessons is None:
        return _form(visit, visit.see_here(), request)
    verdict = Verdict(request.outcome, request.because or "", request.lessons)
    did = closing.close(visit.desk, visit.asked, visit.here(), verdict=verdict)
    # Taken up again meanwhile by somebody quick: then its own channel says so.
    return Say(words.did(did.deal, did.deal.closing)) if did.deal.closing else Quiet()


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form, for those who may: nobody fills one in in vain."""
    return _form(visit, visit.see(pointed(value)), Close(None, None, None))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Close it as the form says."""
    chosen = fields.text(words.OUTCOME)
    if chosen not in tuple(Outcome):
        raise Missing("what became of it", "Delivered")
    verdict = Verdict(Outcome(chosen), fields.text(forms.REASON), fields.text(words.LESSONS))
    closing.close(visit.desk, visit.asked, by_id(pointed(metadata).deal_id), verdict=verdict)
    return Quiet()


def reopen_typed(visit: Visit, seen: Seen, because: str | None) -> Answer:
    """Take the deal of this channel up again; why is asked in a form where it was not said."""
    if not because:
        reopenable(seen.deal, seen.context, by=visit.user_id, now=visit.now)
        return Open(words.reopen_form(seen.deal))
    did = closing.reopen(visit.desk, visit.asked, visit.here(), reason=because)
    return Say(words.did_reopen(did.deal))


def reopen_pressed(visit: Visit, value: str) -> Answer:
    """Ask why it goes on."""
    seen = visit.see(pointed(value))
    reopenable(seen.deal, seen.context, by=visit.user_id, now=visit.now)
    return Open(words.reopen_form(seen.deal))


def reopen_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Take it up again."""
    find = by_id(pointed(metadata).deal_id)
    closing.reopen(visit.desk, visit.asked, find, reason=fields.text(forms.REASON))
    return Quiet()


def _form(visit: Visit, seen: Seen, request: Close) -> Answer:
    deal = closable(seen.deal, seen.context, by=visit.user_id, now=visit.now)
    reason = fitting("the reason", request.because or "", forms.LONGEST)
    lessons = fitting("the lessons", request.lessons or "", MOST_LESSONS)
    return Open(words.close_form(deal, outcome=request.outcome, reason=reason, lessons=lessons))
