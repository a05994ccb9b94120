"""What a nudge about a whole deal tells beside what every nudge tells: the facts of its own kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.events import Nudged
from bot.model import Choice, Due, LapseKind
from bot.playbook import Where
from bot.rules.silence import last_sign
from messages.scene import Scene

ALIVE = (Choice.CONTINUE, Choice.HOLD, Choice.STOP)
"""What there is to say to "is this alive?": yes, not now, no."""


def facts_of(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    """Return what only this kind of lapse tells."""
    if event.kind is not LapseKind.SILENCE:
        return {}
    return {"quiet_since": Due(last_sign(scene.the_deal), _zone(event, scene))}


def _zone(event: Nudged, scene: Scene) -> str:
    """Return by whose clock a moment is told: the reader's own where only one reads it, else the deal's."""
    reader = scene.people.get(event.who) if event.where is Where.PRIVATE else None
    return reader.zone if reader else scene.the_deal.zone


def asks_themselves(event: Nudged) -> bool:
    """Tell whether the one who must act is asked to decide: a question to them, not a card about what they left undone."""
    return event.kind is LapseKind.SILENCE and event.decider_id == event.who


def choices_of(event: Nudged) -> Sequence[Choice]:
    """Return what a decider may choose."""
    return ALIVE if asks_themselves(event) else tuple(Choice)
