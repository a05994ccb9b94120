"""Turn our mrkdwn into plain words, for places where Slack shows text as it is."""

import re
from collections.abc import Mapping

from bot.model import Person, UserId
from messages.escaping import ENTITIES, GAP
from messages.words import label

MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
CHANNEL = re.compile(r"<#[CGD][A-Z0-9]+>")
LABELLED = re.compile(r"<[^<>|]+\|([^<>]+)>")
LINK = re.compile(r"<(https?://[^<>|]+)>", re.IGNORECASE)
SIGNS = re.compile(r"(?<!\u200b)[*`]|[*`](?!\u200b)")
"""Signs of our own: what a person typed has a gap on both sides."""


def plain_words(text: str, people: Mapping[UserId, Person]) -> str:
    """Name people by their names and take the markup off."""
    named = MENTION.sub(lambda found: _name(UserId(found[1]), people), text)
    bare = LINK.sub(r"\1", LABELLED.sub(r"\1", CHANNEL.sub(label("words#its_channel"), named)))
    shown = SIGNS.sub("", bare).replace(GAP, "")
    for character, entity in reversed(ENTITIES):
        shown = shown.replace(entity, character)
    return shown


def _name(user: UserId, people: Mapping[UserId, Person]) -> str:
    person = people.get(user)
    return person.name if person else label("words#somebody")
