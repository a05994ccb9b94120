"""What is said once everything is there that other work waited for."""

from bot.handovers import DealUnwon, HandoverComplete
from messages.closing import close
from messages.message import Message, said
from messages.scene import Scene
from messages.words import conjoined, words

MOST_THANKED = 6


def complete(event: HandoverComplete, scene: Scene) -> Message:
    """Say it once for all: by function, since of whoever is named the others would ask why not they."""
    return said(
        words(
            "handover",
            deal=scene.the_deal.facts.name,
            is_again=event.times > 1,
            days=event.days,
            functions=conjoined(event.givers[:MOST_THANKED]),
        )
    )


def unwon(event: DealUnwon, scene: Scene) -> Message:
    """Ask the owner; a deal that is not delivered is ended by people, since only they know what is on its way."""
    deal = scene.the_deal
    facts = {"owner": deal.owner_id, "deal": deal.facts.name, "reason": event.reason, "until": event.until}
    return said(words("unwon", **facts), close(deal))
