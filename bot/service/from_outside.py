"""What other systems say of the lines of a deal's checklist: find the deal, let the rule decide, save."""

from bot.incoming import Arrival, Arrived, ItemNews
from bot.ports import Conflict, UnitOfWork
from bot.refusals import Busy, NoSuchDeal
from bot.rules.casting import by_email
from bot.rules.from_outside import heard
from bot.service.desk import TRIES, Desk, context_of, saved
from bot.service.intake import Origin


def hear(desk: Desk, origin: Origin, news: ItemNews) -> Arrived:
    """Take in what a system says of a line; raise NoSuchDeal if nobody told us of the deal, or the rule's refusal."""
    for _ in range(TRIES):
        try:
            with desk.work(origin.workspace_id) as uow:
                arrived = _heard(uow, news, origin)
        except Conflict:
            continue
        desk.wake()
        return arrived
    raise Busy


def _heard(uow: UnitOfWork, news: ItemNews, origin: Origin) -> Arrived:
    deal = uow.deal_from(news.source, news.external_id)
    if deal is None:
        raise NoSuchDeal
    context = context_of(uow)
    change = heard(deal, context, news, by=by_email(context, news.by))
    if change.deal is not deal:
        saved(uow, deal, change, context, actor=origin.by, now=origin.now)
    return Arrived(Arrival.UPDATED if change.events else Arrival.KNOWN, deal.id)
