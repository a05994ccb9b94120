"""What each person reads in Slack, in the order and by the wall clock in which they read it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.trying.transcript import Reader
from tests.journeys.stage import Json, Stage

DIRECT = "privately"
REDRAWN = re.compile(r" checklist\*: ")
"""Boards and checklists are edited with every change, and tell nobody about it."""
SHORT = re.compile(r"(?<=-)[a-z2-9]{6}\b")
"""The end of a channel's name is drawn by lot."""
MOMENT = re.compile(r"\b(\d\d:[03])[0-4]\b")
"""All in the story falls on full and half hours; the seconds after them that Slack's pace takes are no part of it."""
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that one person reads or does: when, in UTC and on their own wall, and what ``text`` Slack was sent."""

    at: datetime
    local: datetime
    where: str
    lines: tuple[str, ...]
    text: str = ""
    is_own: bool = False


class Diary:
    """Looks whenever it is told to; what came since then is written down for everybody who sees it."""

    def __init__(self, stage: Stage, zones: Mapping[str, str]) -> None:
        self.of: Mapping[str, list[Entry]] = {name: [] for name in zones}
        self.ids = {name: stage.people[name].id for name in zones}
        self._stage = stage
        self._zones = {name: ZoneInfo(zone) for name, zone in zones.items()}
        self._drawn: dict[tuple[str, str], tuple[str, ...]] = {}
        self._inside: dict[str, set[str]] = {}
        self._version = -1

    def look(self) -> None:
        """Write down what is new, if anything is."""
        version = self._stage.slack.wait(seconds=0)["version"]
        if version == self._version:
            return
        self._version = version
        state = self._stage.slack.state()
        # Channel by channel: what leaves at once for two of them has no order.
        for channel in sorted(state["channels"], key=lambda each: (each["name"], each["id"])):
            if not channel["is_general"]:
                self._channel(channel, _reader(state))

    def did(self, person: str, what: str, shown: str = "", *, where: str) -> None:
        """Write down what somebody does, and what only they are shown for it."""
        reader = _reader(self._stage.slack.state())
        lines = (f"> {reader.text(what)}", *reader.text(shown).splitlines())
        self._write(person, self._stage.slack.now(), where, lines, is_own=True)

    def page(self, person: str) -> str:
        """Return one person's days as a text to be read."""
        return "\n".join([f"{person.title()}, {self._zones[person]}", *_days(self.of[person])]) + "\n"

    def _channel(self, channel: Json, reader: Reader) -> None:
        where = f"#{channel['name']}" if channel["name"] else DIRECT
        before = self._inside.get(channel["id"], set())
        now = {name for name, one in self._stage.people.items() if one.id in channel["members"]}
        self._inside[channel["id"]] = now
        stand = sum(place == channel["id"] for place, _ in self._drawn)
        for name in now - before if channel["name"] else ():
            line = f"(is here from now on{f'; {stand} messages stand here' if stand else ''})"
            self._write(name, self._stage.slack.now(), where, (line,))
        for message in self._stage.slack.messages(channel["id"]):
            key, lines = (channel["id"], message["ts"]), tuple(reader.said(message))
            earlier, self._drawn[key] = self._drawn.get(key), lines
            if message.get("subtype"):
                continue
            if earlier is None:
                at, text = datetime.fromtimestamp(float(message["ts"]), UTC), str(message["text"])
                for name in now:
                    self._write(name, at, where, lines, text)
            elif earlier != lines and not (message["pinned"] or REDRAWN.search(lines[0])):
                for name in now:
                    self._write(name, self._stage.slack.now(), where, tuple(_changed(earlier, lines)))

    def _write(
        self, name: str, at: datetime, where: str, lines: Sequence[str], text: str = "", *, is_own: bool = False
    ) -> None:
        local = at.astimezone(self._zones[name])
        local -= timedelta(minutes=local.minute % 5, seconds=local.second, microseconds=local.microsecond)
        plain = tuple(MOMENT.sub(r"\g<1>0", SHORT.sub("…", line)) for line in lines)
        self.of[name].append(Entry(at, local, SHORT.sub("…", where), plain, text, is_own))


def _reader(state: Json) -> Reader:
    return Reader(state["users"], state["channels"], groups=state["usergroups"])


def _changed(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """Yield what an edited message says now and did not say before."""
    yield f"(changed: “{before[0][:SHOWN]}…”)"
    yield from (line for line in now if line not in before)
    yield from (f"(no longer: {line})" for line in before if line.startswith("[") and line not in now)


def _days(entries: Sequence[Entry]) -> Iterator[str]:
    last = ("", "")
    for entry in entries:
        day, place = f"{entry.local:%A %-d %B %Y}", f"{entry.local:%H:%M %Z}, {entry.where}"
        if day != last[0]:
            yield f"\n\n{day}"
        if (day, place) != last:
            yield f"\n  {place}"
        last = (day, place)
        first, *rest = entry.lines
        yield f"    {'' if entry.is_own else '- '}{first}"
        yield from (f"      {line}" for line in rest)
