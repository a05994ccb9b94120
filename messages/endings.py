"""How something ended, in the words that stand in its place: who did what, and when."""

from dataclasses import fields
from typing import Any

from bot.events import Decided, Recorded
from bot.model import Due
from messages.buttons import choice_within
from messages.escaping import Mrkdwn
from messages.scene import Scene
from messages.words import short, words


def ended(what: str, ending: Recorded, scene: Scene, *, zone: str) -> Mrkdwn:
    """Say of something how it ended; the moment as the clock in ``zone`` shows it."""
    event = ending.event
    values: dict[str, Any] = {field.name: getattr(event, field.name) for field in fields(event)}
    if isinstance(event, Decided):
        values["choice"] = choice_within(event.choice)
    at = short(Due(ending.at, zone), scene.now)
    how = words(f"nudge/ended#{type(event).__name__}", **values, at=at, now=scene.now)
    return words("nudge/ended#line", what=what, how=how)
