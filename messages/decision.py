"""What is said about how a deal goes on: decided, running again, and facts that changed under it."""

from collections.abc import Sequence
from datetime import date

from bot.events import Decided, FactsChanged, Woken
from bot.model import Choice, Deal, Item, ItemStatus, UserId
from bot.rules.archiving import archived_at
from bot.rules.missing import lacking
from bot.working_time import local_day
from messages.buttons import add_step
from messages.changes import in_words
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.reasons import coded
from messages.scene import Scene
from messages.words import enumerated, words

MOST_CHANGES = 12
MOST_MISSING = 10
MOST_ENDED = 5


def decided(event: Decided, scene: Scene) -> Message:
    deal = scene.the_deal
    return said(
        words(
            "decision/decided",
            choice=event.choice.value,
            by=event.by,
            deal=deal.facts.name,
            owner=deal.owner_id,
            returned_to=_returned_to(scene),
            until=event.until,
            promised=event.promised_on,
            archived=_archived_on(event, scene),
            coded=coded(event.code),
            reason=event.reason,
            ended=enumerated(event.ended, MOST_ENDED) if event.ended else None,
            missing=_missing(deal, scene.command) if event.choice is Choice.RETURN else (),
        )
    )


def _returned_to(scene: Scene) -> UserId:
    """Return who has a deal that went back to sales: its seller, or who has it instead of one that has left."""
    deal = scene.the_deal
    seller = scene.people.get(deal.seller_id)
    has_left = seller is not None and (seller.is_guest or not seller.is_active)
    return deal.owner_id if has_left else deal.seller_id


def woken(_event: Woken, scene: Scene) -> Message:
    deal = scene.the_deal
    text = words("decision/woken", owner=deal.owner_id, deal=deal.facts.name)
    return said(text, add_step(deal, style="primary"))


def facts_changed(event: FactsChanged, scene: Scene) -> Message:
    deal = scene.the_deal
    told = event.changes[:MOST_CHANGES]
    ours = [name in event.said_here for name, _, _ in told]
    changes = [(*each, is_ours) for each, is_ours in zip(in_words(told, deal), ours, strict=True)]
    return said(words("facts_changed", owner=deal.owner_id, deal=deal.facts.name, changes=changes))


def _archived_on(event: Decided, scene: Scene) -> date | None:
    deal = scene.the_deal
    if event.choice is not Choice.STOP or deal.channel_id is None or scene.event is None:
        return None
    archived = archived_at(deal, scene.event.at)
    return local_day(deal.zone, archived) if archived else None


def _missing(deal: Deal, command: str) -> Sequence[Mrkdwn]:
    """Say what whoever gets the deal back has to see to, promises first: they are what the customer waits for."""
    found = lacking(deal)
    lines = [words("decision/missing#promise", text=each.text, due_on=each.due_on) for each in found.promises]
    lines += [_item(deal, item) for item in found.items]
    left_out = len(lines) - MOST_MISSING
    more = [words("decision/missing#more", n=left_out, command=Mrkdwn(command))] if left_out > 0 else []
    return [*lines[:MOST_MISSING], *more]


def _item(deal: Deal, item: Item) -> Mrkdwn:
    return words(
        "decision/missing#item",
        title=item.title,
        function=deal.label(item.function),
        holder=item.holder_id,
        sent_back=item.sent_back if item.status is ItemStatus.OPEN else None,
        is_done=item.status is ItemStatus.DONE,
        is_waiting=item.status is ItemStatus.WAITING,
    )
