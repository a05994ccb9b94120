"""Who looks at the page and at what: read from the address, written back into links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.drawing.reader import Reader
from sandbox.page.memory import Memory
from sandbox.page.names import TeamNames
from sandbox.platform import Platform
from sandbox.state.model import Channel, User
from sandbox.world import World

# Two places that have no channel's id: the app's Home, and the direct messages with it, which may not exist yet.
HOME, APP = "home", "app"
SLACKBOT = "USLACKBOT"
PANELS = ("traffic", "faults")


@dataclass(frozen=True)
class Visit:
    """`asked` is the address as it came; `place` is a channel's id, or the app's Home or direct messages.

    `person` is None only while nobody is in the workspace.
    """

    platform: Platform
    world: World
    person: User | None
    place: str
    channel: Channel | None
    asked: Mapping[str, str]
    memory: Memory

    @property
    def key(self) -> str:
        """Name who is where: while that stays, the browser shows the same place."""
        return f"{self.world.team.id} {self._as} {self.place}"

    @property
    def is_home(self) -> bool:
        return self.place == HOME

    @property
    def thread(self) -> str:
        """The ts of the message whose thread is open, if it is one of this channel."""
        # An address may name a thread that was deleted, or one of the channel before this one.
        wanted = self.asked.get("thread", "")
        return wanted if self.channel and wanted in self.channel.messages else ""

    @property
    def panel(self) -> str:
        wanted = self.asked.get("panel", "")
        return wanted if wanted in PANELS else ""

    @property
    def tz(self) -> str:
        return self.person.tz if self.person else "Etc/UTC"

    def link(self, **changes: str) -> str:
        """Write the address of somewhere else, for the same person unless `as_` says otherwise; the panel stays."""
        # `as` is a word of Python, so callers write as_.
        changed = self.kept() | {name.rstrip("_"): value for name, value in changes.items()}
        return "/?" + urlencode({name: value for name, value in changed.items() if value})

    @property
    def here(self) -> str:
        """Write the address of this place, put right where it named what is not there."""
        return self.link(thread=self.thread, **{one: self.asked.get(one, "") for one in ("ts", "before", "upto")})

    @property
    def query(self) -> str:
        """Write what follows the address of a route, so that it knows who acts and where, and whither to go back."""
        return self.here[1:]

    def kept(self) -> dict[str, str]:
        """List what every link of the page carries on."""
        # What someone looks for in the log is part of where they are: links elsewhere must not forget it.
        sifted = {name: self.asked.get(name, "") for name in ("text", "kind")} if self.panel else {}
        return {"team": self._team, "as": self._as, "channel": self.place, "panel": self.panel, **sifted}

    def reader(self) -> Reader:
        names = TeamNames(self.world.team, self._as)
        groups = (one.id for one in self.world.team.usergroups.values() if self._as in one.users)
        page = "/?" + urlencode({name: value for name, value in (("team", self._team), ("as", self._as)) if value})
        return Reader(
            user_id=self._as,
            tz=self.tz,
            now=self.world.clock.now(),
            names=names,
            page=page,
            domain=self.world.team.domain,
            groups=frozenset(groups),
        )

    @property
    def _as(self) -> str:
        return self.person.id if self.person else ""

    @property
    def _team(self) -> str:
        # One workspace needs no name in the address; links that people keep stay short.
        return self.world.team.id if len(self.platform.worlds) > 1 else ""


def visit_of(platform: Platform, asked: Mapping[str, str], memory: Memory) -> Visit:
    """Find who is meant and where; what is not there gives way to the first person and the first channel."""
    world = platform.worlds.get(asked.get("team", "")) or platform.first
    person = _person(world, asked.get("as", ""))
    channel = _channel(world, person, asked.get("channel", "")) if person else None
    place = _place(world, asked.get("channel", ""), channel)
    if place == APP and person:
        channel = world.team.direct_messages([world.bot.user, person.id])
    return Visit(platform, world, person, place, channel, asked, memory)


def people(world: World) -> list[User]:
    """List everybody one can be on the page, in the order of arrival."""
    return [one for one in world.team.users.values() if not (one.is_bot or one.deleted or one.id == SLACKBOT)]


def _person(world: World, wish: str) -> User | None:
    everybody = people(world)
    # By name too, so that addresses can be written by hand and in documents.
    named = next((one for one in everybody if wish in (one.id, one.name)), None)
    return named or next(iter(everybody), None)


def _channel(world: World, person: User, wish: str) -> Channel | None:
    if wish in (HOME, APP, world.bot.user):
        return None
    found = world.team.channels.get(wish) or (world.team.channel_named(wish) if wish else None)
    if found and world.team.may_see(person.id, found):
        return found
    return _first(person, world.team.channels.values())


def _first(person: User, channels: Iterable[Channel]) -> Channel | None:
    mine, rest = None, None
    for one in channels:
        if one.is_im or one.is_mpim or one.is_archived:
            continue
        if person.id in one.members:
            mine = mine or one
        elif not one.is_private:
            rest = rest or one
    return mine or rest


def _place(world: World, wish: str, channel: Channel | None) -> str:
    if channel is None:
        return APP if wish in (APP, world.bot.user) else HOME
    return APP if channel.is_im and world.bot.user in channel.members else channel.id
