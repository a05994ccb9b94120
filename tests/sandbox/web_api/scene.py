"""What a call may need to be there: people, channels, messages and the like, each made when it is first asked for."""

from dataclasses import dataclass
from functools import cached_property

from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.state import event_context
from sandbox.world import World
from tests.sandbox.stage import SECTION, Json, Stage, modal

ELSEWHERE = "T0ELSEWHERE"
HOME: Json = {"type": "home", "blocks": SECTION}


@dataclass
class Scene:
    """One scene serves one test, so that what a call leaves behind is in nobody's way."""

    sandbox: Sandbox
    client: SandboxClient
    slack: WebClient
    stage: Stage

    @property
    def world(self) -> World:
        return self.sandbox._platform.first

    @property
    def bot(self) -> str:
        return self.stage.bot

    @property
    def general(self) -> str:
        general = next(one["id"] for one in self.client.state()["channels"] if one["is_general"])
        self.slack.conversations_join(channel=general)
        return str(general)

    @cached_property
    def ana(self) -> str:
        return self.stage.person(email=f"{self.stage.name()}@example.com")

    @cached_property
    def omar(self) -> str:
        return self.stage.person()

    @cached_property
    def gone(self) -> str:
        return self.stage.person(deleted=True)

    @cached_property
    def stranger(self) -> str:
        return self.stage.person(team=ELSEWHERE)

    @cached_property
    def channel(self) -> str:
        """Make the bot's own public channel, with Ana in it."""
        return self.stage.channel(self.ana)

    @cached_property
    def private(self) -> str:
        return self.stage.channel(is_private=True)

    @cached_property
    def foreign(self) -> str:
        """Make a public channel that the bot is not in."""
        return self.stage.foreign_channel()

    @cached_property
    def hidden(self) -> str:
        return self.stage.foreign_channel(is_private=True)

    @cached_property
    def archived(self) -> str:
        channel = self.stage.channel()
        self.slack.conversations_archive(channel=channel)
        return channel

    @cached_property
    def shared(self) -> str:
        """Make a channel that somebody of another company is in, with the bot."""
        return self.stage.foreign_channel(self.ana, self.bot, self.stranger)

    @cached_property
    def direct(self) -> str:
        return str(self.slack.conversations_open(users=self.ana)["channel"]["id"])

    @cached_property
    def post(self) -> str:
        return self.stage.post(self.channel, "posted")

    @cached_property
    def reply(self) -> str:
        return self.stage.post(self.channel, "reply", thread_ts=self.post)

    @cached_property
    def said(self) -> str:
        return str(self.client.message(self.ana, self.channel, "said")["message"]["ts"])

    @property
    def note(self) -> str:
        """Find Slack's own line that the bot has joined."""
        return next(ts for ts, one in self.world.team.channels[self.channel].messages.items() if one.is_note)

    @cached_property
    def whisper(self) -> str:
        return str(self.slack.chat_postEphemeral(channel=self.channel, user=self.ana, text="psst")["message_ts"])

    def closed_with_post(self) -> Json:
        """Make a message of the bot's in a channel that was archived afterwards."""
        where = {"channel": self.channel, "ts": self.post}
        self.slack.conversations_archive(channel=self.channel)
        return where

    def pinned(self) -> Json:
        where = {"channel": self.channel, "timestamp": self.post}
        self.slack.pins_add(**where)
        return where

    def reacted(self, name: str = "eyes") -> Json:
        what = {"channel": self.channel, "timestamp": self.post, "name": name}
        self.slack.reactions_add(**what)
        return what

    @cached_property
    def bookmark(self) -> str:
        link = "https://example.com"
        made = self.slack.bookmarks_add(channel_id=self.channel, title="CRM", type="link", link=link)
        return str(made["bookmark"]["id"])

    @cached_property
    def group(self) -> str:
        name = self.stage.name()
        return str(self.client.add_usergroup(name, name, [self.ana])["id"])

    @property
    def trigger(self) -> str:
        """Make what a press of Ana's would give the app, unused."""
        return self.world.triggers.make(self.ana)

    @property
    def used_trigger(self) -> str:
        used = self.trigger
        self.slack.views_open(trigger_id=used, view=modal())
        return used

    @property
    def old_trigger(self) -> str:
        old = self.trigger
        self.client.advance(4)
        return old

    def form(self, **more: object) -> Json:
        """Open a form for Ana."""
        opened: Json = self.slack.views_open(trigger_id=self.trigger, view=modal(**more))["view"]
        return opened

    def forms(self, many: int) -> None:
        self.form()
        for _ in range(many - 1):
            self.slack.views_push(trigger_id=self.trigger, view=modal())

    def event_context(self, **other: str) -> str:
        return event_context.made(
            other.get("team", self.world.team.id), other.get("app", self.world.app.id), {"type": "message"}
        )
