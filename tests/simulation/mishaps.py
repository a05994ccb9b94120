"""What befalls an installation from outside: people in Slack, clocks, tokens, and a memory that loses some of its time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields

from storage.engine import Database
from storage.keeping.losses import mark_lost_in
from tests.simulation.database import Memory, at
from tests.simulation.hub import Hub
from tests.simulation.replica import Replica
from tests.simulation.slack import BOT, Channel, VirtualSlack
from tests.simulation.story import DealStory, Story

JUMPS = (90.0, 600.0, 3600.0)
"""Seconds that a clock jumps by; the last is what a wrong zone or a dead battery does."""
DOORS = ("token_revoked", "invalid_auth", "account_inactive")
LOOKS = 6
"""How often somebody looks for a channel to meddle with before they let it be."""
TIME_TO_LOOK_BACK = 1200.0
"""Seconds before the calm within which nothing is lost any more: the bound of liveness holds for what follows a fault."""


@dataclass(slots=True)
class Mischief:
    """Which of these happen in a run: 1 for yes."""

    archived: float = 0.0
    kicked: float = 0.0
    deleted: float = 0.0
    renamed: float = 0.0
    revoked: float = 0.0
    clock_back: float = 0.0
    clock_ahead: float = 0.0
    restored: float = 0.0
    failed_over: float = 0.0

    @property
    def jumps(self) -> bool:
        """Tell whether some clock jumps."""
        return bool(self.clock_back or self.clock_ahead)

    @property
    def loses(self) -> bool:
        """Tell whether the memory loses time."""
        return bool(self.restored or self.failed_over)


@dataclass
class Mishaps:
    """Everything of one run that they can happen to. ``forget``: the leases that were given out count no more."""

    hub: Hub
    slacks: Mapping[str, VirtualSlack]
    replicas: Iterable[Replica]
    memory: Memory
    story: Story
    forget: Callable[[], None]

    def begin(self, mischief: Mischief, seconds: float) -> None:
        """Let each of them happen at some moment before the calm; nobody oversleeps what a fault kept from them then."""
        self.hub.spawn("the calm", self._wake_tickers, after=seconds)
        for each in fields(mischief):
            if getattr(mischief, each.name):
                happens = getattr(self, f"_{each.name}")
                self.hub.spawn(f"mishap: {each.name}", happens, after=self.hub.chance.span(0.0, seconds * 0.8))

    def _archived(self) -> None:
        """Archive a channel, and perhaps think better of it."""
        channel = self._taken("archived")
        if channel:
            channel.is_archived = True
            self._pass(600.0, 7200.0)
            channel.is_archived = bool(self.hub.chance.below(2))

    def _kicked(self) -> None:
        channel = self._taken("kicked")
        if channel:
            channel.members.discard(BOT)

    def _deleted(self) -> None:
        channel = self._taken("deleted")
        if channel:
            channel.members.clear()
            for slack in self.slacks.values():
                if slack.channels.get(channel.id) is channel:
                    del slack.channels[channel.id]

    def _renamed(self) -> None:
        channel = self._found()
        if channel:
            self._count("renamed", channel.name)
            channel.name = f"people-call-it-{self.hub.chance.below(1000)}"

    def _revoked(self) -> None:
        """Take a workspace's token away, and give it anew."""
        slack = self.hub.chance.pick(list(self.slacks.values()))
        slack.shut_by = self.hub.chance.pick(DOORS)
        self._count("revoked", f"{slack.team} says {slack.shut_by}")
        self._pass(60.0, 7200.0)
        slack.shut_by = ""

    def _clock_back(self) -> None:
        self._jump("clock_back", -1)

    def _clock_ahead(self) -> None:
        self._jump("clock_ahead", 1)

    def _jump(self, name: str, sign: int) -> None:
        clock = self.hub.chance.pick(list(self.replicas)).clock
        by = sign * self.hub.chance.pick(JUMPS)
        self._count(name, f"by {by:.0f} s")
        clock.off += by
        self._wake_tickers()
        self._pass(60.0, 7200.0)
        clock.off -= by
        self._wake_tickers()

    def _restored(self) -> None:
        """Put a backup in the database's place, with every process stopped, as the operator is told to."""
        backup, taken_at, before = self.memory.copy(), self.hub.now, self._said()
        for _ in range(LOOKS):
            self.hub.sleep(self.hub.chance.span(60.0, 3600.0))
            # A loss in which nothing was said puts nothing to the test.
            if self._said() > before:
                break
        if self.hub.now > self.hub.calm_from - TIME_TO_LOOK_BACK:
            return
        for replica in self.replicas:
            if replica.process.is_alive:
                self.hub.kill(replica.process)
        self._lose("restored", backup, taken_at)

    def _failed_over(self) -> None:
        """Let a standby take over that lacks the last moments, under processes that go on."""
        for _ in range(LOOKS):
            standby, last_at, before = self.memory.copy(), self.hub.now, self._said()
            self.hub.sleep(self.hub.chance.span(0.001, 3.0))
            if self._said() > before:
                break
            self.hub.sleep(self.hub.chance.span(1.0, 900.0))
        else:
            standby, last_at = self.memory.copy(), self.hub.now
        if self.hub.now <= self.hub.calm_from - TIME_TO_LOOK_BACK:
            self._lose("failed_over", standby, last_at)

    def _said(self) -> int:
        """Return how many messages stand in Slack."""
        return sum(len(channel.messages) for slack in self.slacks.values() for channel in slack.channels.values())

    def _lose(self, name: str, copy: bytes, since: float) -> None:
        self._count(name, f"{self.hub.now - since:.1f} s are lost")
        self.memory.put_back(copy)
        now = at(self.hub.now)
        mark_lost_in(Database(self.memory.engine), since=at(since), now=now, machine=now)
        self.memory.has_losses = True
        self.forget()
        self.story.shake(since)
        self._wake_tickers()

    def _wake_tickers(self) -> None:
        """Let every process look at its clock: here they sleep until something is due, and what is due has changed."""
        for replica in self.replicas:
            self.hub.wake("ticker", replica.process)

    def _taken(self, name: str) -> Channel | None:
        """Find a channel to take away from Baton: what is said in it from then on is lost for good."""
        channel = self._found()
        if channel:
            self._count(name, channel.name)
            self._deal_of(channel).is_hurt = True
        return channel

    def _found(self) -> Channel | None:
        """Find a channel that people are in; look again later if there is none yet."""
        for _ in range(LOOKS):
            everything = [each for slack in self.slacks.values() for each in slack.channels.values()]
            found = [each for each in everything if each.creator == BOT and each.person is None and each.topic]
            if found and self.hub.is_stormy:
                return self.hub.chance.pick(found)
            self.hub.sleep(600.0)
        return None

    def _deal_of(self, channel: Channel) -> DealStory:
        return next(deal for deal in self.story.deals.values() if f"-{deal.id}-" in channel.born)

    def _pass(self, low: float, high: float) -> None:
        """Let time pass, up to the calm at most."""
        ends = min(self.hub.now + self.hub.chance.span(low, high), self.hub.calm_from)
        self.hub.sleep(max(0.0, ends - self.hub.now))

    def _count(self, name: str, what: str) -> None:
        self.hub.counts[f"mishap: {name}"] += 1
        self.hub.steps.append((self.hub.now, "the world", f"{name}: {what}"))
