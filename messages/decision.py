"""What is said about how a deal goes on: decided, running again, and facts that changed under it."""

from bot.events import Decided, FactsChanged, Woken
from messages.buttons import add_step
from messages.changes import in_words
from messages.message import Message, said
from messages.scene import Scene
from messages.words import words

MOST_CHANGES = 12


def decided(event: Decided, scene: Scene) -> Message:
    deal = scene.the_deal
    return said(
        words(
            "decision/decided",
            choice=event.choice.value,
            by=event.by,
            deal=deal.facts.name,
            owner=deal.owner_id,
            seller=deal.seller_id,
            until=event.until,
            promised=event.promised_on,
            reason=event.reason,
        )
    )


def woken(_event: Woken, scene: Scene) -> Message:
    deal = scene.the_deal
    text = words("decision/woken", owner=deal.owner_id, deal=deal.facts.name)
    return said(text, add_step(deal, style="primary"))


def facts_changed(event: FactsChanged, scene: Scene) -> Message:
    deal = scene.the_deal
    changes = in_words(event.changes[:MOST_CHANGES], deal)
    return said(words("facts_changed", owner=deal.owner_id, deal=deal.facts.name, changes=changes))
