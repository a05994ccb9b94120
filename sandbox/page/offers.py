"""What is offered while someone types: the app's commands after a slash, people after @, channels after #."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from sandbox.drawing.avatars import avatar
from sandbox.page.names import TeamNames
from sandbox.page.sheets import sheet
from sandbox.page.visit import Visit, people

MOST = 8
NO_MARK = Markup("")
# A command counts only at the very beginning, as in Slack: "see /deal" is a message.
COMMAND = re.compile(r"/\S*")
NAME = re.compile(r"(?:^|\s)([@#])([\w.-]*)$")


@dataclass(frozen=True)
class Offer:
    """`text` takes the place of what was typed of it."""

    name: str
    note: str
    text: str
    replaces: int
    mark: Markup = NO_MARK


def draw_offers(visit: Visit, typed: str) -> Markup:
    """Draw what fits to the text before the caret, and how the command that stands there is used."""
    return sheet("offers.j2", offers=list(islice(_offers(visit, typed), MOST)), usage=_usage(visit, typed))


def _offers(visit: Visit, typed: str) -> Iterable[Offer]:
    if COMMAND.fullmatch(typed):
        return _commands(visit, typed)
    found = NAME.search(typed)
    if not found:
        return []
    draw = _people if found[1] == "@" else _channels
    return draw(visit, found[2].lower())


def _commands(visit: Visit, typed: str) -> Iterable[Offer]:
    for one in visit.world.app.commands.values():
        if one.command.startswith(typed):
            yield Offer(one.command, one.description, one.command, len(typed))


def _people(visit: Visit, start: str) -> Iterable[Offer]:
    for one in people(visit.world):
        parts = f"{one.name} {one.real_name}".lower().split()
        if any(part.startswith(start) for part in parts):
            mark = avatar(one.id, one.real_name, size="small")
            yield Offer(one.real_name, f"@{one.name}", f"@{one.name}", len(start) + 1, mark)


def _channels(visit: Visit, start: str) -> Iterable[Offer]:
    names = TeamNames(visit.world.team, visit.person.id if visit.person else "")
    for one in visit.world.team.channels.values():
        # Archived channels can be read but are nothing to point people at.
        is_named = not (one.is_im or one.is_mpim or one.is_archived)
        if is_named and one.name.startswith(start) and names.may_open(one.id):
            yield Offer(f"#{one.name}", one.topic.value, f"#{one.name}", len(start) + 1)


def _usage(visit: Visit, typed: str) -> str:
    # The hint appears with the space: before it, the list of commands stands there.
    name, space, _ = typed.partition(" ")
    command = visit.world.app.commands.get(name) if space else None
    return f"{command.command} {command.usage_hint}" if command and command.usage_hint else ""
