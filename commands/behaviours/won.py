"""Open a won deal by hand."""

from bot.incoming import Incoming
from bot.model import Facts
from bot.rules.changing import said
from bot.rules.permissions import Act, check
from bot.service import intake
from bot.service.desk import by_id
from bot.service.intake import Origin
from bot.service.reading import see
from commands.answers import Answer, Open
from commands.fields import Fields
from commands.money import understand_amount
from commands.requests import Won
from commands.shortcuts import Chosen
from commands.visit import Visit, day_of, fitting, moment_of
from messages import forms

NAME, ACCOUNT = "the deal's name", "the customer's name"


def typed(visit: Visit, request: Won) -> Answer:
    """Open the form, filled in with what was typed. It carries the moment: a second delivery must bring no newer news."""
    check(Act.OPEN_DEAL, visit.around(), visit.user_id)
    kinds = intake.kinds(visit.desk, visit.workspace_id)
    name = fitting(NAME, request.name or "", forms.LONGEST_NAME)
    return Open(forms.won(kinds, name=name, amount=request.amount_text or "", carried=visit.now.isoformat()))


def started(visit: Visit, _chosen: Chosen) -> Answer:
    """Open the form from Slack's menu, wherever the visitor is."""
    return typed(visit, Won(None, None))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Open the deal; its seller is whoever says that it is won."""
    name = said(NAME, fields.text(forms.NAME), example="Acme EV site", limit=forms.LONGEST_NAME)
    account = fitting(ACCOUNT, fields.text(forms.ACCOUNT), forms.LONGEST_NAME) or name
    amount, currency = understand_amount(fields.text(forms.AMOUNT))
    promised = visit.when(fields.text(forms.WHEN), visit.around()) if fields.text(forms.WHEN) else None
    won_at = moment_of(metadata)
    facts = Facts(name, account, amount, currency, won_at=won_at, promised_on=day_of(promised) if promised else None)
    incoming = Incoming("slack", visit.key, fields.text(forms.KIND) or None, facts, won_at)
    arrived = intake.receive(visit.desk, Origin(visit.workspace_id, visit.user_id, visit.now), incoming)
    deal = see(visit.desk, visit.asked, by_id(arrived.deal_id)).deal
    return Open(forms.opening(deal, visit.counter.command))
