"""Why somebody is asked what was another's to do: the line that says for whom, and until when."""

from bot.context import Context
from bot.events import Nudged
from bot.model import BATON, Absence, Due, Person
from bot.playbook import Where
from messages.escaping import Mrkdwn
from messages.scene import Scene
from messages.words import words


def standing_in(event: Nudged, scene: Scene) -> Mrkdwn | None:
    """Return for whom a nudge asks, as things stand when it is sent; None where everybody answers for themselves."""
    if event.instead_of is None:
        return None
    person = scene.people.get(event.instead_of)
    away = Context(scene.people, BATON).absence(event.instead_of, scene.now)
    is_public = event.where is not Where.PRIVATE
    return words(
        "nudge/notes#instead",
        # Before everybody by name alone: a mention would ring on the beach.
        name=person.name if person and is_public else None,
        instead_of=event.instead_of,
        whom=event.who if is_public else None,
        why=_why(person, away),
        is_stand_in=away is not None and away.stand_in == event.who,
        until=Due(scene.now, person.zone, away.last) if person and away else None,
        now=scene.now,
    )


def _why(person: Person | None, away: Absence | None) -> str:
    if person and not person.is_active:
        return "deactivated"
    if person and person.is_guest:
        return "outside"
    return "away" if away else ""
