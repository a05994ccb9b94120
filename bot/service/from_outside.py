"""What other systems say of a deal's lines, or that it is not won any more: find the deal, let the rule decide, save."""

from bot.context import Context
from bot.events import Change
from bot.incoming import Arrival, Arrived, ItemNews, Unwon
from bot.model import Deal
from bot.ports import Conflict, UnitOfWork
from bot.refusals import Busy, NoSuchDeal
from bot.rules.casting import by_email
from bot.rules.from_outside import heard
from bot.rules.unwon import unwon
from bot.service.desk import TRIES, Desk, Rule, context_of, saved
from bot.service.intake import Origin


def hear(desk: Desk, origin: Origin, news: ItemNews) -> Arrived:
    """Take in what a system says of a line; raise NoSuchDeal if nobody told us of the deal, or the rule's refusal."""
    return _taken(desk, origin, news, lambda deal, context: heard(deal, context, news, by=by_email(context, news.by)))


def lose(desk: Desk, origin: Origin, news: Unwon) -> Arrived:
    """Hold a deal that is not won any more; raise NoSuchDeal if nobody told us of it."""

    def rule(deal: Deal, context: Context) -> Change:
        return unwon(deal, context, reason=news.reason, occurred_at=news.occurred_at, now=origin.now)

    return _taken(desk, origin, news, rule)


def _taken(desk: Desk, origin: Origin, news: ItemNews | Unwon, rule: Rule) -> Arrived:
    for _ in range(TRIES):
        try:
            with desk.work(origin.workspace_id) as uow:
                arrived = _once(uow, news, origin, rule)
        except Conflict:
            continue
        desk.wake()
        return arrived
    raise Busy


def _once(uow: UnitOfWork, news: ItemNews | Unwon, origin: Origin, rule: Rule) -> Arrived:
    deal = uow.deal_from(news.source, news.external_id)
    if deal is None:
        raise NoSuchDeal
    context = context_of(uow)
    change = rule(deal, context)
    if change.deal is not deal:
        saved(uow, deal, change, context, actor=origin.by, now=origin.now)
    return Arrived(Arrival.UPDATED if change.events else Arrival.KNOWN, deal.id)
