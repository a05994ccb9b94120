"""A Slack of our own: what it truly holds. It obeys each call at once and knows no fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model import ChannelId, UserId
from tests.simulation.judges.waits import Waits
from tests.simulation.pace import Pace

Json = dict[str, Any]
BOT = UserId("UBATON")
CHAT = "{}"
"""What people say, for whoever reads facts out of messages: none."""


class Refusal(Exception):  # noqa: N818 - what Slack answers, not a fault
    """Slack says no; the text is its error code."""


@dataclass(slots=True)
class Message:
    """Something that was said. ``at`` is when it took effect; ``first`` is its text then, whatever it was edited to."""

    ts: str
    user: str
    text: str
    at: float
    blocks: list[Any]
    metadata: Json | None
    first: str = ""
    is_gone: bool = False


@dataclass(slots=True)
class Channel:
    """A channel, or the direct messages of one person with the bot."""

    id: ChannelId
    name: str
    creator: str
    members: set[str]
    made_at: float
    person: str | None = None
    is_private: bool = False
    is_archived: bool = False
    topic: str = ""
    pins: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    born: str = ""

    def __post_init__(self) -> None:
        # People rename channels; which deal one was made for shows in its first name.
        self.born = self.born or self.name

    def message(self, ts: str) -> Message:
        for each in reversed(self.messages):
            if each.ts == ts and not each.is_gone:
                return each
        raise Refusal("message_not_found")


@dataclass(frozen=True, slots=True)
class Spell:
    """What becomes of every call for a while; with a ``method``, of its calls alone."""

    fate: str
    method: str = ""


@dataclass
class VirtualSlack:
    """One workspace. ``watch`` is told of every effect when it takes place: the channel and the message, if any.

    ``refused``: when it told somebody of a plain no to a message, with its code, and what the message was.
    """

    team: str
    people: tuple[UserId, ...]
    clock: Callable[[], float] = lambda: 0.0
    watch: Callable[[str, Channel, Message | None], None] = lambda *_: None
    channels: dict[str, Channel] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    waits: Waits = field(default_factory=Waits)
    refused: list[tuple[float, str, Mapping[str, Any]]] = field(default_factory=list)
    shut_by: str = ""
    spell: Spell | None = None
    _made: int = 0
    _last_ts: int = 0
    _history_from: float = 0.0

    def __getstate__(self) -> dict[str, Any]:
        # A copy of what it holds is somebody else's: who watches and what time it is there, they say.
        return {name: value for name, value in vars(self).items() if name not in {"clock", "watch"}}

    def call(self, method: str, given: Mapping[str, Any]) -> Json:
        """Do what a method does; raise Refusal where Slack refuses. ``shut_by`` is what it says to a token it forgot."""
        if self.shut_by:
            raise Refusal(self.shut_by)
        return METHODS[method](self, given) if method in METHODS else _unknown()

    def is_too_soon(self, every: float) -> bool:
        """Tell whether history was asked for less than ``every`` seconds ago; if not, it is asked for now."""
        if self.clock() < self._history_from:
            return True
        self._history_from = self.clock() + every
        return False

    def by_name(self, name: str) -> Channel | None:
        return next((each for each in self.channels.values() if each.name == name and each.person is None), None)

    def make(self, name: str, creator: str, *, is_private: bool = False) -> Channel:
        channel = Channel(ChannelId(f"C{self._made:04}"), name, creator, {creator}, self.clock())
        # The id of a channel that was deleted is nobody's ever again.
        self._made += 1
        channel.is_private = is_private
        self.channels[channel.id] = channel
        return channel

    def chat(self, channel: Channel, person: str) -> None:
        """Let a person say something that is none of Baton's business."""
        channel.messages.append(Message(self.next_ts(), person, CHAT, self.clock(), [], None, first=CHAT))

    def found(self, channel_id: ChannelId, name: str) -> None:
        """Have a channel that people made and brought the bot into."""
        self.channels[channel_id] = Channel(channel_id, name, "UPEOPLE", {"UPEOPLE", BOT}, self.clock())

    def next_ts(self) -> str:
        """Return a timestamp that nobody had before."""
        # Whole microseconds: two fractions that differ may be written alike.
        self._last_ts = max(round(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def reachable(self, given: Mapping[str, Any], *, to_read: bool = False) -> Channel:
        """Return the channel of a call, if the bot may do something there; what is archived can still be read."""
        channel = self.channels.get(str(given["channel"]))
        if channel is None or (channel.is_private and BOT not in channel.members):
            raise Refusal("channel_not_found")
        if channel.is_archived and not to_read:
            raise Refusal("is_archived")
        if channel.person is None and BOT not in channel.members:
            raise Refusal("not_in_channel")
        return channel


def _unknown() -> Json:
    raise Refusal("unknown_method")


def _post(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel = slack.reachable(given)
    ts = slack.next_ts()
    blocks, metadata = list(given.get("blocks") or []), given.get("metadata")
    said = Message(ts, BOT, str(given["text"]), slack.clock(), blocks, metadata, first=str(given["text"]))
    channel.messages.append(said)
    slack.watch("post", channel, said)
    return {"channel": channel.id, "ts": ts}


def _update(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel = slack.reachable(given)
    said = channel.message(str(given["ts"]))
    if said.user != BOT:
        raise Refusal("cant_update_message")
    said.text, said.blocks = str(given["text"]), list(given.get("blocks") or [])
    said.metadata = given.get("metadata", said.metadata)
    slack.watch("update", channel, said)
    return {"channel": channel.id, "ts": said.ts}


def _delete(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel = slack.reachable(given)
    said = channel.message(str(given["ts"]))
    said.is_gone = True
    slack.watch("delete", channel, said)
    return {"channel": channel.id, "ts": said.ts}


def _create(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    name = str(given["name"])
    if slack.by_name(name):
        raise Refusal("name_taken")
    channel = slack.make(name, BOT, is_private=bool(given.get("is_private")))
    slack.watch("create", channel, None)
    return {"channel": {"id": channel.id, "name": name}}


def _invite(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel, person = slack.reachable(given), str(given["users"])
    if person in channel.members:
        raise Refusal("already_in_channel")
    channel.members.add(person)
    return {"channel": {"id": channel.id}}


def _topic(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel = slack.reachable(given)
    channel.topic = str(given["topic"])
    return {"channel": {"id": channel.id}}


def _open(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    person = str(given["users"])
    if person not in slack.people:
        raise Refusal("user_not_found")
    known = slack.channels.get(f"D{person}")
    if known is None:
        known = Channel(ChannelId(f"D{person}"), f"dm-{person}", BOT, {BOT, person}, slack.clock(), person=person)
        slack.channels[known.id] = known
    return {"channel": {"id": known.id}}


def _pin(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel, ts = slack.reachable(given), str(given["timestamp"])
    channel.message(ts)
    if ts in channel.pins:
        raise Refusal("already_pinned")
    channel.pins.add(ts)
    return {}


def _history(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    channel = slack.reachable(given, to_read=True)
    oldest, newest = float(given.get("oldest", 0)), float(given.get("latest", "inf"))
    # A cursor names a message and no number of messages: what is said or deleted between two pages hides no third one.
    newest, limit = min(newest, float(given.get("cursor") or "inf")), int(given.get("limit", 100))
    seen = [each for each in reversed(channel.messages) if oldest < float(each.ts) < newest and not each.is_gone]
    page = [_shown(each, with_metadata=bool(given.get("include_all_metadata"))) for each in seen[:limit]]
    has_more = limit < len(seen)
    after = {"response_metadata": {"next_cursor": seen[limit - 1].ts}} if has_more else {}
    return {"messages": page, "has_more": has_more, **after}


def _shown(said: Message, *, with_metadata: bool) -> Json:
    shown: Json = {"type": "message", "ts": said.ts, "user": said.user, "text": said.text}
    # Without asking for it nobody is shown metadata: forgetting to ask looks like a message that is not there.
    return shown | ({"metadata": said.metadata} if with_metadata and said.metadata else {})


def _mine(slack: VirtualSlack, given: Mapping[str, Any]) -> Json:
    start, limit = int(given.get("cursor") or 0), int(given.get("limit", 100))
    with_people = "im" in str(given.get("types", ""))
    mine = [each for each in slack.channels.values() if BOT in each.members and (with_people or each.person is None)]
    alive = [each for each in mine if not (each.is_archived and given.get("exclude_archived"))]
    page = [
        {
            "id": each.id,
            "name": each.name,
            "creator": each.creator,
            "created": int(each.made_at),
            "is_archived": each.is_archived,
            "is_im": each.person is not None,
        }
        for each in alive[start : start + limit]
    ]
    cursor = str(start + limit) if start + limit < len(alive) else ""
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


METHODS: Mapping[str, Callable[[VirtualSlack, Mapping[str, Any]], Json]] = {
    "chat.postMessage": _post,
    "chat.update": _update,
    "chat.delete": _delete,
    "conversations.create": _create,
    "conversations.history": _history,
    "conversations.invite": _invite,
    "conversations.open": _open,
    "conversations.setTopic": _topic,
    "pins.add": _pin,
    "users.conversations": _mine,
}
