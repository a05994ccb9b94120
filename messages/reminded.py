"""A question that comes again, since whoever answers it wished so."""

from bot.events import Nudged, Reminded
from bot.playbook import Where
from messages.message import Message, said
from messages.nudges import asks, below
from messages.scene import Scene
from messages.standing import find_lapse
from messages.words import words


def reminded(event: Reminded, scene: Scene) -> Message:
    lapse = find_lapse(scene.the_deal, event.lapse_id)
    question = Nudged(event.lapse_id, event.kind, event.about, lapse.rung if lapse else 1, Where.PRIVATE, event.who)
    again = words("reply/snooze#again")
    return said(asks(question, scene), *below(question, scene), notes=[again])
