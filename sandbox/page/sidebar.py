"""The left side of the page: who you are, the channels, the direct messages with the app and its Home."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from sandbox.drawing.avatars import avatar
from sandbox.drawing.moments import time_of, zone
from sandbox.page.icons import icon
from sandbox.page.names import TeamNames
from sandbox.page.sheets import sheet
from sandbox.page.unread import Unread
from sandbox.page.visit import APP, HOME, Visit, people
from sandbox.state.model import Channel, User

ALL_READ = Unread()


@dataclass(frozen=True)
class Entry:
    """A line that leads to a place."""

    place: str
    name: str
    mark: Markup
    is_here: bool
    unread: Unread = ALL_READ
    is_app: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    entries: list[Entry]
    is_folded: bool = False

    @property
    def is_open(self) -> bool:
        return any(one.is_here for one in self.entries)


@dataclass(frozen=True)
class Someone:
    """A person one can be, with what waits for them."""

    name: str
    time: str
    mark: Markup
    href: str
    calls: int
    is_own: bool


def draw_sidebar(visit: Visit) -> Markup:
    now = visit.world.clock.now()
    waiting = visit.memory.tally.calls(visit.world.team)
    everybody = [_someone(visit, one, now, waiting[one.id]) for one in people(visit.world)]
    bot = visit.world.bot.name
    return sheet(
        "sidebar.j2",
        visit=visit,
        own=next((one for one in everybody if one.is_own), None),
        everybody=everybody,
        # Without this mark nobody would think of becoming the one whom the app has just asked for something.
        elsewhere=sum(one.calls for one in everybody if not one.is_own),
        # One address for all entries: there may be a thousand, and ids need no escaping.
        base=visit.link(channel="") + "&channel=",
        home=Entry(HOME, f"{bot} Home", icon("home"), visit.is_home),
        groups=_groups(visit),
    )


def _someone(visit: Visit, user: User, now: datetime, waiting: int) -> Someone:
    is_own = visit.person is not None and user.id == visit.person.id
    name = user.real_name or user.name
    # Whoever you become looks at the same place; what they may not see gives way when the page is drawn for them.
    href = visit.link(as_=user.id)
    return Someone(name, local_time(user.tz, now), avatar(user.id, name, size="small"), href, waiting, is_own)


def local_time(tz: str, now: datetime) -> str:
    city = tz.rsplit("/", 1)[-1].replace("_", " ")
    return f"{time_of(now.astimezone(zone(tz)))} in {city}"


def _groups(visit: Visit) -> list[Group]:
    """Sort what the reader may see; the conversation with the app has a line of its own, there before it is."""
    kinds: dict[str, list[Channel]] = {"mine": [], "others": [], "direct": [], "archived": []}
    reader = visit.person.id if visit.person else ""
    for one in visit.world.team.channels.values():
        if visit.world.team.may_see(reader, one) and not (one.is_im and visit.world.bot.user in one.members):
            kinds[_kind(one, reader)].append(one)
    return [
        Group("channels", "Channels", _entries(visit, kinds["mine"])),
        Group("others", "Other channels", _entries(visit, kinds["others"]), is_folded=True),
        Group("directs", "Direct messages", [_app(visit), *_entries(visit, kinds["direct"])]),
        Group("archived", "Archived", _entries(visit, kinds["archived"]), is_folded=True),
    ]


def _kind(channel: Channel, reader: str) -> str:
    if channel.is_im or channel.is_mpim:
        return "direct"
    if channel.is_archived:
        return "archived"
    return "mine" if reader in channel.members else "others"


def _entries(visit: Visit, channels: Iterable[Channel]) -> list[Entry]:
    reader = visit.person.id if visit.person else ""
    names = TeamNames(visit.world.team, reader)
    made = [
        Entry(
            place=one.id,
            name=names.called(one),
            mark=icon("people" if one.is_im or one.is_mpim else "lock" if one.is_private else "hash"),
            is_here=one.id == visit.place,
            # What stands in front of the reader counts as read, even while it is being drawn.
            unread=ALL_READ if one.id == visit.place or one.is_archived else visit.memory.tally.unread(one, reader),
            is_archived=one.is_archived,
        )
        for one in channels
    ]
    # By name as in Slack, and not by what is new: a list that moves under the pointer cannot be clicked.
    return sorted(made, key=lambda one: one.name)


def _app(visit: Visit) -> Entry:
    world, reader = visit.world, visit.person.id if visit.person else ""
    direct = world.team.direct_messages([world.bot.user, reader])
    is_here = visit.place == APP
    waiting = visit.memory.tally.unread(direct, reader) if direct and not is_here else ALL_READ
    mark = avatar(world.bot.user, world.bot.name, is_app=True, size="small")
    return Entry(APP, world.bot.name, mark, is_here, waiting, is_app=True)
