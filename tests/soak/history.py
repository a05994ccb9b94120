"""What became of it: everything that Baton said, as the local Slack keeps it, joined with the calls that said it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.client import SandboxClient
from tests.soak.joining import edits, joined, marks, moment

Json = Mapping[str, Any]
POST, DELETE = "chat.postMessage", "chat.delete"


@dataclass(frozen=True, slots=True)
class Said:
    """One message that stands in Slack, or a line that joined one. ``at`` is when its call came, ``ts`` when it was there.

    ``text`` is what it said first: what it says now may have been changed since.
    """

    channel: str
    ts: float
    at: float
    text: str
    mark: str
    around: str = ""
    now: str = ""
    is_pinned: bool = False
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A channel, or somebody's direct messages: then ``person`` is their id."""

    id: str
    name: str
    is_ours: bool
    members: frozenset[str]
    topic: str = ""
    person: str = ""


@dataclass
class History:
    """The local Slack's own word.

    ``deleted``: copies that Baton took back by itself; ``failed``: posts of which it was not told, by channel and moment.
    """

    rooms: Sequence[Room]
    said: list[Said]
    deleted: int = 0
    deliveries: int = 0
    calls: int = 0
    faults: int = 0
    failed: Sequence[tuple[str, float]] = ()
    _rooms: dict[str, Room] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rooms = {each.id: each for each in self.rooms}
        self.said.sort(key=lambda each: each.ts)

    def room(self, said: Said) -> Room:
        return self._rooms[said.channel]


def read(slack: SandboxClient, log: Path) -> History:
    """Read it all: what stands in every channel, and from the log how it came there."""
    state = slack.state()
    bot = state["app"]["user"]
    rooms = [_room(each, bot) for each in state["channels"] if bot in each["members"] or each["creator"] == bot]
    passed = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    calls, changes = _calls(passed), edits(passed)
    said = [
        each
        for room in rooms
        for message in slack.messages(room.id)
        if message["user"] == bot and not message["subtype"] and not message["is_ephemeral"]
        for each in (_said(room.id, message, calls), *_lines(room.id, message, changes))
    ]
    return History(
        rooms,
        said,
        deleted=sum(each["method"] == DELETE and bool((each["answer"] or {}).get("ok")) for each in passed),
        deliveries=sum(each["kind"] == "delivery" for each in passed),
        calls=sum(each["kind"] == "call" for each in passed),
        faults=sum("fault" in each for each in passed),
        failed=[
            (str(each["args"].get("channel")), moment(each))
            for each in passed
            if each["method"] == POST and not (each["answer"] or {}).get("ok")
        ],
    )


def _room(drawn: Json, bot: str) -> Room:
    person = next((who for who in drawn["members"] if who != bot), "") if drawn["is_im"] else ""
    members = frozenset(drawn["members"])
    return Room(drawn["id"], drawn["name"] or "", drawn["creator"] == bot, members, drawn["topic"], person)


def _calls(passed: Iterable[Json]) -> dict[str, list[tuple[float, str, str]]]:
    """Return for each mark the calls that carried it: when they came, what they said, and what stood around it."""
    found: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
    for each in passed:
        # What a fault put off stands there once more when it is carried out; the call itself came only once.
        if each["method"] == POST and not each.get("is_late"):
            args = each["args"]
            said = (moment(each), str(args.get("text", "")), json.dumps(args.get("blocks")))
            found[marks(args.get("metadata"))[0]].append(said)
    return found


def _said(channel: str, message: Json, calls: Mapping[str, Sequence[tuple[float, str, str]]]) -> Said:
    ts, mark = float(message["ts"]), marks(message["metadata"])[0]
    # The newest call that came before it: one that failed is tried again with the same mark and the same words.
    before = [each for each in calls.get(mark, ()) if mark and each[0] <= ts + 1.0]
    at, text, around = before[-1] if before else (ts, str(message["text"]), json.dumps(message["blocks"]))
    return Said(channel, ts, at, text, mark, around, str(message["text"]), bool(message["pinned"]))


def _lines(channel: str, message: Json, changes: Mapping[tuple[str, str], Sequence[Json]]) -> Iterator[Said]:
    for line in joined(message, changes.get((channel, str(message["ts"])), ())):
        yield Said(channel, line.ts, line.at, line.text, line.mark, line.around, line.text, is_line=True)
