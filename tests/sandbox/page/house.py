"""A workspace in memory to draw the page from: Ana in Madrid, Omar in Helsinki, and a room. No server, no app, no clock."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.page.memory import Memory
from sandbox.page.visit import Visit, visit_of
from sandbox.platform import Platform
from sandbox.state.model import Channel, Message, Pin, User
from sandbox.state.team import Team
from sandbox.world import World
from tests.sandbox.stage import MONDAY

ANA, OMAR, ROOM = "UANA", "UOMAR", "CROOM"


@dataclass
class House:
    platform: Platform = field(default_factory=lambda: Platform.start(base_url="http://sandbox", now=MONDAY))
    memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        self.platform.shared.clock.set_speed(0)
        self.person(ANA, "ana", "Ana Silva", tz="Europe/Madrid")
        self.person(OMAR, "omar", "Omar <Haddad>", tz="Europe/Helsinki")
        self.channel(ROOM, "room", ANA, OMAR)

    @property
    def world(self) -> World:
        return self.platform.first

    @property
    def team(self) -> Team:
        return self.world.team

    @property
    def bot(self) -> str:
        return self.world.bot.user

    @property
    def room(self) -> Channel:
        return self.team.channels[ROOM]

    def person(self, user_id: str, name: str, real_name: str, **facts: Any) -> User:
        return self.team.users.setdefault(user_id, User(user_id, name, real_name, **facts))

    def channel(self, channel_id: str, name: str, *members: str, **facts: Any) -> Channel:
        made = Channel(channel_id, name, members[0] if members else ANA, 1, members=list(members), **facts)
        return self.team.channels.setdefault(channel_id, made)

    def direct(self, *members: str) -> Channel:
        return self.channel(f"D{len(self.team.channels)}", "", *members, is_im=True)

    def say(self, user: str, text: str, channel: Channel | None = None, **facts: Any) -> Message:
        """Put a message there as if it had been written now, without telling anybody."""
        there = channel or self.room
        ts = self.world.ids.ts(self.world.clock.epoch())
        message = Message(ts, there.id, user, text, **facts)
        there.messages[ts] = message
        if message.thread_ts:
            there.replies.setdefault(message.thread_ts, []).append(ts)
        elif not message.ephemeral_to:
            there.last_read[user] = ts
        return message

    def chat(self, count: int, channel: Channel | None = None) -> list[Message]:
        """Let Omar and the app write that many messages in turn."""
        return [self.say((OMAR, self.bot)[number % 2], f"line {number}", channel) for number in range(count)]

    def pin(self, message: Message, user: str = ANA) -> None:
        self.team.channels[message.channel].pins.append(Pin(message.ts, user, int(self.world.clock.epoch())))

    def visit(self, as_: str = ANA, channel: str = ROOM, **asked: str) -> Visit:
        return visit_of(self.platform, {"as": as_, "channel": channel, **asked}, self.memory)
