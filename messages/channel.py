"""What is said about a deal's channel that people took away."""

from bot.events import ChannelLost
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.scene import Scene
from messages.words import words


def lost(event: ChannelLost, scene: Scene) -> Message:
    """Say what it means and the one thing to do, to the one who can do it."""
    deal = scene.the_deal
    command = Mrkdwn(scene.command)
    return said(
        words("channel_lost", why=event.cause.value, deal=deal.facts.name, is_private=deal.is_private, c=command)
    )
