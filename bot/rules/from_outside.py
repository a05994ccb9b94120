"""What another system says of one line of a checklist: done, with its evidence, or not available any more."""

from dataclasses import replace

from bot.context import Context
from bot.events import Change
from bot.incoming import ItemNews
from bot.model import Deal, Item, ItemStatus, UserId
from bot.refusals import ItemWaits, NoSuchItem
from bot.rules.changing import running, with_item
from bot.rules.evidence import Proof, judged
from bot.rules.facts import learned
from bot.rules.items import by_hand, ended, redated, waits_for
from bot.rules.reopening import ENDED, opened_again


def heard(deal: Deal, context: Context, news: ItemNews, *, by: UserId | None) -> Change:
    """Apply what a system says of a line; what it says once more, or later than something newer, changes nothing.

    ``by`` is whom it names, None: nobody we know, and then whoever holds the line answers for it. Its evidence is held to
    its kind, and whoever accepts the line still does.
    """
    item = next((each for each in deal.items if each.key == news.key), None)
    if item is None:
        raise NoSuchItem(news.key)
    # Systems deliver out of order: of two words about one line the one that happened later there holds, whichever came first.
    if item.source_at and news.occurred_at <= item.source_at:
        return Change(deal)
    running(deal)
    told = replace(by_hand(item), source_at=news.occurred_at)
    return (_done if news.is_done else _reopened)(with_item(deal, told), context, told, news, by or item.holder_id)


def _done(deal: Deal, context: Context, item: Item, news: ItemNews, by: UserId) -> Change:
    if item.status in ENDED:
        return Change(deal)
    if item.status is ItemStatus.WAITING:
        # No system passes a gate either; and nothing is remembered, so that the same word counts once it can begin.
        raise ItemWaits(item, waits_for(deal, item))
    given = judged(item, Proof(news.text, parts=news.parts))
    knowing = redated(learned(deal, item, given), context, was=deal.facts.promised_on, now=news.heard_at)
    return ended(knowing, context, item, by=by, given=given, now=news.heard_at)


def _reopened(deal: Deal, context: Context, item: Item, news: ItemNews, by: UserId) -> Change:
    if item.status not in ENDED:
        return Change(deal)
    return opened_again(deal, context, item, by=by, reason=news.text, now=news.heard_at)
