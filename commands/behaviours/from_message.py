"""Make a message a next step: the form, filled in with its words, keeps the link to it."""

from collections.abc import Sequence

from bot.model import Deal, DealStatus
from bot.refusals import NoDealHere
from bot.rules.changing import running
from bot.rules.otherwise import of_playbook
from bot.rules.permissions import Act
from bot.service import reading
from bot.service.reading import Scope
from commands.answers import Answer, Open
from commands.shortcuts import Chosen
from commands.visit import Visit
from messages import forms
from messages.ids import Press


def started(visit: Visit, chosen: Chosen) -> Answer:
    """Open the form for the deal of this channel; elsewhere it asks for which of the visitor's deals it is."""
    try:
        deal = running(visit.see_for(Act.COMMIT).deal)
    except NoDealHere:
        return _elsewhere(visit, chosen)
    return Open(forms.next_step(Press(deal.id, extra=chosen.link), what=chosen.text, usual=of_playbook(deal)))


def _elsewhere(visit: Visit, chosen: Chosen) -> Answer:
    mine = _running_deals(visit)
    if not mine:
        raise NoDealHere
    named = [(str(deal.id), deal.facts.name) for deal in mine]
    return Open(forms.next_step(Press(mine[0].id, extra=chosen.link), what=chosen.text, deals=named))


def _running_deals(visit: Visit) -> Sequence[Deal]:
    deals, _ = reading.listed(visit.desk, visit.workspace_id, Scope.MINE, visit.user_id)
    return [deal for deal in deals if deal.status is DealStatus.OPEN]
