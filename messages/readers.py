"""Who reads a message, and so in which language it is said and whose clocks tell its hours."""

from bot.events import Nudged
from bot.model import Person, UserId
from bot.outgoing import Outgoing
from bot.playbook import Where
from bot.rules.members import members
from messages.language import Language, language_among, language_of
from messages.scene import Scene


def language_for(outgoing: Outgoing, scene: Scene) -> Language:
    """Return the language of the one who reads it; of a channel's many readers, that of most people here."""
    reader = _reader(outgoing, scene)
    return language_of(reader.locale) if reader else language_among(scene.people.values())


def zones_for(outgoing: Outgoing, scene: Scene) -> frozenset[str]:
    """Return in which zones it is read: by one person, by a deal's people, or by anybody here."""
    if reader := _reader(outgoing, scene):
        return frozenset({reader.zone})
    if scene.deal:
        return frozenset(scene.people[each].zone for each in members(scene.deal) if each in scene.people)
    return frozenset(each.zone for each in scene.people.values() if each.is_active)


def _reader(outgoing: Outgoing, scene: Scene) -> Person | None:
    if outgoing.to_user:
        return scene.people.get(outgoing.to_user)
    # An edit knows its message by key alone: a digest's names its reader, and a question in private asks one person.
    named = (scene.people.get(UserId(part)) for part in (outgoing.edits or "").split(":"))
    return next(filter(None, named), None) or _asked_alone(scene)


def _asked_alone(scene: Scene) -> Person | None:
    asked = scene.asked[0].event.event if scene.asked else None
    return scene.people.get(asked.who) if isinstance(asked, Nudged) and asked.where is Where.PRIVATE else None
