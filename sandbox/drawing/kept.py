"""Keeps what was drawn for as long as nothing that it shows has changed.

A page that hears of one new message draws a hundred again; this makes ninety-nine of them a look-up.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from sandbox.drawing.moments import zone
from sandbox.drawing.reader import Conversation, Names, Person, Reader

Said = TypeVar("Said")

# About ten screens of large messages; one takes some ten kilobytes.
MOST = 2_000


class Answer(NamedTuple):
    """What the names said while something was drawn."""

    question: str
    about: str
    said: Any

    def holds(self, names: Names) -> bool:
        return bool(getattr(names, self.question)(self.about) == self.said)


# What the names said, and what was drawn with it.
Entry = tuple[tuple[Answer, ...], Markup]


class Noted:
    """Names that write down what they are asked, so that it can be asked again."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.answers: list[Answer] = []
        self.is_lasting = True

    def person(self, user_id: str) -> str | None:
        return self._note("person", user_id, self._names.person(user_id))

    def channel(self, channel_id: str) -> str | None:
        return self._note("channel", channel_id, self._names.channel(channel_id))

    def group(self, group_id: str) -> str | None:
        return self._note("group", group_id, self._names.group(group_id))

    def may_open(self, channel_id: str) -> bool:
        return self._note("may_open", channel_id, self._names.may_open(channel_id))

    def channel_named(self, name: str) -> str | None:
        return self._note("channel_named", name, self._names.channel_named(name))

    def people(self) -> Sequence[Person]:
        # To compare a whole workspace costs more than to draw its menu.
        self.is_lasting = False
        return self._names.people()

    def conversations(self) -> Sequence[Conversation]:
        self.is_lasting = False
        return self._names.conversations()

    def _note(self, question: str, about: str, said: Said) -> Said:
        self.answers.append(Answer(question, about, said))
        return said


class Drawings:
    """Drawn things by what they were drawn from; safe for several threads, as tests run several workspaces."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, Entry] = OrderedDict()
        self._lock = Lock()

    def draw(self, drawn_from: Any, reader: Reader, draw: Callable[[Reader], Markup]) -> Markup:
        """Give what `draw` would give for the reader; `drawn_from` is all else that it depends on, as JSON."""
        written = json.dumps(drawn_from)
        # Only {ago} tells more of now than its day, and changes with every second.
        if "{ago}" in written:
            return draw(reader)
        key = _key(written, reader)
        kept = self._found(key)
        if kept and all(answer.holds(reader.names) for answer in kept[0]):
            return kept[1]
        names = Noted(reader.names)
        drawn = draw(replace(reader, names=names))
        if names.is_lasting:
            self._keep(key, (tuple(dict.fromkeys(names.answers)), drawn))
        return drawn

    def _found(self, key: bytes) -> Entry | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: bytes, entry: Entry) -> None:
        with self._lock:
            self._kept[key] = entry
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _key(written: str, reader: Reader) -> bytes:
    today = reader.now.astimezone(zone(reader.tz)).date().isoformat()
    who = json.dumps([reader.user_id, reader.tz, reader.page, reader.domain, sorted(reader.groups), today])
    return blake2b(f"{who}{written}".encode(), digest_size=16).digest()
