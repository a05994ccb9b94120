"""Show who leads each function of a deal, and hand a lead over: typed, pressed or filled into a form."""

from bot.model import Deal, UserId
from bot.refusals import Missing, NoSuchDeal
from bot.roles import LeadHandedOver
from bot.rules import leading
from bot.rules.changing import running
from bot.service import roles
from bot.service.desk import by_id
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import Lead
from commands.spelling import UsageError, cut
from commands.visit import Visit, pointed
from messages import forms, replies
from messages import leading as words


def typed(visit: Visit, request: Lead) -> Answer:
    """Show who leads what; hand a lead over when it is said whose and to whom, else ask in the form."""
    deal = visit.see_here().deal
    if request.function is None:
        if request.user_id:
            raise _unknown(deal, "")
        return Say(words.leads(deal))
    function = _function(deal, request.function)
    if request.user_id is None:
        return _form(visit, deal, function)
    visit.counter.learn(visit.workspace_id, request.user_id)
    did = roles.hand_over_lead(visit.desk, visit.asked, visit.here(), function=function, to=request.user_id)
    return Say(replies.did(did.happened(LeadHandedOver), did.deal, visit.now))


def show_pressed(visit: Visit, value: str) -> Answer:
    """Show who leads what, only to whoever pressed."""
    return Say(words.leads(visit.see(pointed(value)).deal))


def pressed(visit: Visit, value: str) -> Answer:
    """Ask who leads it next."""
    press = pointed(value)
    return _form(visit, visit.see(press).deal, press.extra)


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Hand the lead over to the chosen person."""
    press, to = pointed(metadata), UserId(fields.text(forms.PERSON))
    if not to:
        raise Missing("who leads it next", "@mei")
    visit.counter.learn(visit.workspace_id, to)
    roles.hand_over_lead(visit.desk, visit.asked, by_id(press.deal_id), function=press.extra, to=to)
    return Quiet()


def _form(visit: Visit, deal: Deal, function: str) -> Answer:
    """Open the form for whoever may fill it in: nobody does so in vain."""
    if function not in leading.functions_of(running(deal)):
        raise NoSuchDeal
    leading.check(deal, visit.around(), function, visit.user_id, now=visit.now)
    return Open(words.lead_form(deal, function))


def _function(deal: Deal, said: str) -> str:
    """Return the key of a function that was named by its key or its name; raise UsageError for another word."""
    spelled = said.casefold()
    for key in leading.functions_of(deal):
        if spelled in (key.casefold(), deal.label(key).casefold()):
            return key
    raise _unknown(deal, said)


def _unknown(deal: Deal, said: str) -> UsageError:
    labels = [deal.label(key) for key in leading.functions_of(deal)]
    if not labels:
        return UsageError("nobody_leads", "owner @ana")
    fault = "no_such_function" if said else "which_lead"
    return UsageError(fault, f"lead {labels[0].lower()} @mei", said=cut(said), labels=labels)
