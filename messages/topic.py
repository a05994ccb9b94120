"""The topic line of a deal's channel: who owns it and by when."""

from messages.escaping import cut
from messages.message import Message
from messages.scene import Scene
from messages.words import words

TOPIC = 250


def topic(scene: Scene) -> Message:
    """Name the owner in letters: a topic shows no mentions."""
    deal = scene.the_deal
    owner = scene.people.get(deal.owner_id)
    text = words(
        "topic", account=deal.facts.account, owner=owner.name if owner else None, promised=deal.facts.promised_on
    )
    return Message(str(cut(text, TOPIC)), ())
