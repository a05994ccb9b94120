"""Questions that have ended, and several questions in one message: each with its buttons, or with how it ended."""

from collections.abc import Sequence
from dataclasses import replace

from bot.events import Nudged
from bot.playbook import Where
from messages.blocks import Block, actions, context, section
from messages.endings import ended
from messages.escaping import Mrkdwn
from messages.message import Message, message, said
from messages.nudges import asks, below, nudge, place
from messages.scene import Asked, Scene
from messages.standing_in import standing_in
from messages.words import words


def gathered(scene: Scene) -> Message:
    """Draw all that a message asks, as each question stands now."""
    if len(scene.asked) == 1:
        return _alone(scene.asked[0], scene)
    head = _head(scene)
    texts, blocks = [head], [section(Mrkdwn(f"*{head}*"))]
    for each in scene.asked:
        event, seen = _seen(each, scene)
        texts.append(_line(each, scene))
        instead = standing_in(event, seen) if each.ending is None else None
        notes = [*((instead,) if instead else ()), *place(event, seen)]
        blocks += [section(texts[-1]), *([context(*notes)] if notes else ()), *_pressed(each, scene)]
    return message(Mrkdwn("\n".join(texts)), blocks)


def _alone(asked: Asked, scene: Scene) -> Message:
    event, seen = _seen(asked, scene)
    if asked.ending is None:
        return nudge(event, seen)
    return said(_line(asked, scene), notes=place(event, seen))


def _head(scene: Scene) -> Mrkdwn:
    left = sum(each.ending is None for each in scene.asked)
    is_spared = all(isinstance(each.event.event, Nudged) and each.event.event.spared_on for each in scene.asked)
    return words("nudge/gathered#head", n=len(scene.asked), left=left, is_spared=is_spared)


def _pressed(asked: Asked, scene: Scene) -> Sequence[Block]:
    event, seen = _seen(asked, scene)
    found = below(event, seen) if asked.ending is None else ()
    return (actions(*found),) if found else ()


def _line(asked: Asked, scene: Scene) -> Mrkdwn:
    """Ask, or say how it ended: who did what, and when. What has ended asks nobody any more."""
    event, seen = _seen(asked, scene)
    if asked.ending is None:
        return asks(event, seen)
    return ended(event.about, asked.ending, scene, zone=_zone(asked, scene))


def _zone(asked: Asked, scene: Scene) -> str:
    """Return whose clock is read: in private the reader's, in the channel the deal's."""
    event = asked.event.event
    assert isinstance(event, Nudged)
    reader = scene.people.get(event.decider_id or event.who) if event.where is Where.PRIVATE else None
    return reader.zone if reader else asked.deal.zone


def _seen(asked: Asked, scene: Scene) -> tuple[Nudged, Scene]:
    """Return the question and what it is drawn from, as if it stood alone."""
    event = asked.event.event
    assert isinstance(event, Nudged)
    return event, replace(scene, deal=asked.deal, event=asked.event, asked=())
