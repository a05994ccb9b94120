"""Open a won deal by hand."""

from bot.incoming import Incoming
from bot.model import Facts
from bot.refusals import Missing
from bot.service import intake
from bot.service.desk import by_id
from bot.service.intake import Origin
from bot.service.reading import see
from commands.answers import Amiss, Answer, Open
from commands.fields import Fields
from commands.money import understand_amount
from commands.parse import Won
from commands.visit import Visit
from commands.when import NotUnderstood
from messages import forms


def typed(visit: Visit, request: Won) -> Answer:
    """Open the form, filled in with what was typed."""
    kinds = intake.kinds(visit.desk, visit.workspace_id)
    return Open(forms.won(kinds, name=request.name or "", amount=request.amount_text or ""))


def submitted(visit: Visit, _metadata: str, fields: Fields) -> Answer:
    """Open the deal; its seller is whoever says that it is won."""
    name, account = fields.text(forms.NAME), fields.text(forms.ACCOUNT)
    if not name:
        raise Missing("the deal's name", "Acme EV site")
    context = visit.around()
    try:
        amount, currency = understand_amount(fields.text(forms.AMOUNT))
    except ValueError as error:
        return Amiss({forms.AMOUNT: str(error)})
    try:
        promised = visit.when(fields.text(forms.WHEN), context) if fields.text(forms.WHEN) else None
    except NotUnderstood as error:
        return Amiss({forms.WHEN: str(error)})
    facts = Facts(
        name=name[:200],
        account=account[:200] or name[:200],
        amount_minor=amount,
        currency=currency,
        won_at=visit.now,
        promised_on=(promised.on or promised.at.date()) if promised else None,
    )
    incoming = Incoming("slack", visit.key, fields.text(forms.KIND) or None, facts, visit.now)
    arrived = intake.receive(visit.desk, Origin(visit.workspace_id, visit.user_id, visit.now), incoming)
    deal = see(visit.desk, visit.workspace_id, by_id(arrived.deal_id)).deal
    return Open(forms.opening(deal))
