"""Puts messages into channels, changes them and takes them away, and lets the app hear of each."""

from dataclasses import dataclass, field

from sandbox.block_kit.find import with_ids
from sandbox.clock import Clock
from sandbox.deliveries.events import Events
from sandbox.deliveries.subscriptions import CHANNEL_TYPE, MESSAGE_EVENT
from sandbox.errors import Json
from sandbox.live import Changes
from sandbox.state.ids import Ids
from sandbox.state.model import Bot, Channel, Message
from sandbox.state.objects import message_object
from sandbox.state.team import Team

TOMBSTONE = "This message was deleted."


@dataclass(frozen=True)
class Content:
    """What a message says."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str = ""
    is_broadcast: bool = False
    username: str = ""


@dataclass
class Posting:
    team: Team
    bot: Bot
    ids: Ids
    clock: Clock
    events: Events
    changes: Changes

    def draft(self, channel: Channel, content: Content, *, as_app: bool = True, user: str = "") -> Message:
        """Make a message without putting it anywhere."""
        return Message(
            ts=self.ids.ts(self.clock.epoch()),
            channel=channel.id,
            user=self.bot.user if as_app else user,
            text=content.text,
            blocks=with_ids(content.blocks, self.ids),
            attachments=content.attachments,
            thread_ts=content.thread_ts,
            metadata=content.metadata,
            is_broadcast=content.is_broadcast,
            username=content.username,
            subtype=_subtype(content),
            bot_id=self.bot.id if as_app else "",
            app_id=self.bot.app_id if as_app else "",
        )

    def put(self, message: Message) -> Message:
        """Store a message, and tell the app of it unless it is for one person only."""
        channel = self.team.channels[message.channel]
        channel.put(message)
        if message.ephemeral_to:
            self._whisper(message)
        else:
            channel.last_read[message.user] = message.ts
            if message.thread_ts:
                channel.replies.setdefault(message.thread_ts, []).append(message.ts)
            self._tell_of_new(channel, message)
        self.changes.touch()
        return message

    def note(self, channel: Channel, user: str, subtype: str, text: str, **more: object) -> Message:
        """Add Slack's own line about what someone did, such as joining."""
        message = self.draft(channel, Content(text=text), as_app=False, user=user)
        message.subtype = subtype
        message.more = dict(more)
        return self.put(message)

    def change(self, message: Message, content: Content, *, keeps_metadata: bool = True) -> Message:
        """Replace what the message says; blocks that are not given again are dropped."""
        before = message_object(message, self.team, self.bot)
        message.text = content.text
        message.blocks = with_ids(content.blocks, self.ids)
        message.attachments = content.attachments
        # New blocks are new fields, even where their ids are the same as before.
        message.choices = {}
        if not keeps_metadata:
            message.metadata = content.metadata
        # Slack marks no edit of an app's blocks; what people write always carries blocks, and is always marked.
        if not content.blocks or not message.bot_id:
            message.edited = {"user": message.user, "ts": self.ids.ts(self.clock.epoch())}
        if message.ephemeral_to:
            self._whisper(message)
        self._tell_of_change(message, "message_changed", before)
        return message

    def remove(self, message: Message) -> None:
        """Take a message away; one that has replies leaves a tombstone."""
        before = message_object(message, self.team, self.bot)
        channel = self.team.channels[message.channel]
        channel.pins = [pin for pin in channel.pins if pin.ts != message.ts]
        left = self._tombstone(channel, message)
        if message.ts in channel.replies.get(message.thread_ts, []):
            channel.replies[message.thread_ts].remove(message.ts)
        if message in self.team.whispers:
            self.team.whispers.remove(message)
        # What has replies is not gone but turned into a stone, and that is how Slack tells of it.
        if left:
            self._tell_of_change(left, "message_changed", before)
        else:
            self._tell_of_change(message, "message_deleted", before)

    def _tombstone(self, channel: Channel, message: Message) -> Message | None:
        """Take the message out of its channel; under replies something has to stay in its place."""
        if not channel.replies.get(message.ts):
            channel.take(message.ts)
            return None
        stone = Message(message.ts, channel.id, "USLACKBOT", TOMBSTONE, subtype="tombstone", more={"hidden": True})
        channel.put(stone)
        return stone

    def _whisper(self, message: Message) -> None:
        """Note what one person was shown last."""
        if message in self.team.whispers:
            self.team.whispers.remove(message)
        message.shown_at = self.ids.ts(self.clock.epoch())
        self.team.whispers.append(message)

    def _tell_of_new(self, channel: Channel, message: Message) -> None:
        # Asked first, since drawing costs more than all else when thousands of messages are put in.
        if self.events.is_wanted(MESSAGE_EVENT[channel.kind], channel):
            self._tell(channel, self._drawn(channel, message))
        # In direct messages Slack sends no mention: everything said there is meant for the app anyway.
        if not channel.is_im and message.user != self.bot.user and f"<@{self.bot.user}>" in message.text:
            event = self._drawn(channel, message) | {"type": "app_mention", "channel": channel.id}
            self.events.emit("app_mention", event | {"event_ts": message.ts}, channel)

    def _drawn(self, channel: Channel, message: Message) -> Json:
        drawn = message_object(message, self.team, self.bot)
        root = channel.messages.get(message.thread_ts) if message.is_broadcast else None
        return drawn | ({"root": message_object(root, self.team, self.bot)} if root else {})

    def _tell_of_change(self, message: Message, subtype: str, before: Json) -> None:
        self.changes.touch()
        if message.ephemeral_to:
            return
        event: Json = {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "ts": self.ids.ts(self.clock.epoch()),
            "previous_message": before,
        }
        if subtype == "message_deleted":
            event["deleted_ts"] = message.ts
        else:
            event["message"] = message_object(message, self.team, self.bot)
        self._tell(self.team.channels[message.channel], event)

    def _tell(self, channel: Channel, event: Json) -> None:
        where = {"channel": channel.id, "channel_type": CHANNEL_TYPE[channel.kind], "event_ts": event["ts"]}
        self.events.emit(MESSAGE_EVENT[channel.kind], event | where, channel)


def _subtype(content: Content) -> str:
    if content.username:
        return "bot_message"
    return "thread_broadcast" if content.is_broadcast and content.thread_ts else ""
