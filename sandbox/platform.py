"""All of one sandbox, built and joined: the app, the workspaces, and the clock, log and connection that they share."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, TextIO

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.socket_mode import SocketMode
from sandbox.deliveries.subscriptions import USUAL
from sandbox.deliveries.timers import Timers
from sandbox.errors import Refused
from sandbox.faults import Faults
from sandbox.installing.grants import Grants
from sandbox.installing.tokens import Tokens
from sandbox.live import Changes, InFlight
from sandbox.rates import Rates
from sandbox.state.ids import Ids
from sandbox.state.model import App, Bot
from sandbox.state.team import Team
from sandbox.traffic import Traffic
from sandbox.world import Shared, World

EVERY_SCOPE = (
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "commands",
    "dnd:read",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)


@dataclass
class Platform:
    """`worlds` holds the workspaces by Slack's team id, the oldest first; there is always one."""

    shared: Shared
    worlds: dict[str, World] = field(default_factory=dict)

    @classmethod
    def start(
        cls,
        *,
        base_url: str,
        request_url: str = "",
        now: datetime | None = None,
        speed: float = 1.0,
        seed: str = "sandbox",
        ack_seconds: float = limits.ACK_SECONDS,
        log: TextIO | None = None,
    ) -> Self:
        """Build a sandbox with one workspace in which the app is installed. All ids come from the seed."""
        clock, ids, changes, in_flight, traffic = Clock(now, speed), Ids(seed), Changes(), InFlight(), Traffic(sink=log)
        team_id, app_id, bot_user, bot_id = (ids.make(letter) for letter in "TAUB")
        bot_token = _bot_token(ids)
        app = _app(app_id, ids, Ids(f"{seed}-oauth"), request_url)
        faults, timers = Faults(), Timers(clock, in_flight)
        sockets = SocketMode(app.id, ids, clock, timers, changes)
        dispatcher = Dispatcher(app, sockets, clock, traffic, in_flight, changes, faults, timers, ack_seconds)
        shared = Shared(
            base_url=base_url,
            clock=clock,
            ids=ids,
            app=app,
            tokens=Tokens(),
            grants=Grants(ids, clock),
            traffic=traffic,
            faults=faults,
            rates=Rates(),
            changes=changes,
            in_flight=in_flight,
            timers=timers,
            sockets=sockets,
            dispatcher=dispatcher,
        )
        made = cls(shared)
        first = made._settle(Team(team_id, "Sandbox", "sandbox"), Bot(bot_id, bot_user, app.id, app.name))
        first.install(bot_token, app.scopes)
        return made

    @property
    def first(self) -> World:
        return next(iter(self.worlds.values()))

    def add_workspace(self, name: str, domain: str) -> World:
        """Add a workspace in which the app is not installed yet."""
        if any(world.team.domain == domain for world in self.worlds.values()):
            raise Refused(f"There is a workspace at {domain}.slack.com already; choose another domain.", 409)
        ids, app = self.shared.ids, self.shared.app
        world = self._settle(Team(ids.make("T"), name, domain), Bot(ids.make("B"), ids.make("U"), app.id, app.name))
        self.shared.changes.touch()
        return world

    def install(self, world: World, scopes: tuple[str, ...] | None = None) -> str:
        """Install the app in a workspace, with the scopes it asks for if none are given; answers the bot's token."""
        world.install(world.bot.token or _bot_token(self.shared.ids), scopes or self.shared.app.scopes)
        self.shared.changes.touch()
        return world.bot.token

    def world(self, team_id: str) -> World:
        """Find a workspace by Slack's team id; the empty text means the first."""
        found = self.worlds.get(team_id) if team_id else self.first
        if found is None:
            raise Refused(f"There is no workspace {team_id!r}; /sandbox/workspaces lists what there is.", 404)
        return found

    def world_of(self, bot_token: str) -> World | None:
        """Find the workspace that a bot token speaks for; raises Slack's error for a token that is over."""
        team_id = self.shared.tokens.team_of(bot_token, self.shared.clock.epoch())
        return self.worlds[team_id] if team_id else None

    def _settle(self, team: Team, bot: Bot) -> World:
        world = World.make(self.shared, team, bot)
        self.worlds[team.id] = world
        return world


def _app(app_id: str, ids: Ids, later: Ids, request_url: str) -> App:
    """Make the app with the same credentials every time, so that settings once written down go on working."""
    # Ids are counted: those that came later have a count of their own, so that all others stayed what they were.
    return App(
        id=app_id,
        name="App",
        app_token=f"xapp-1-{app_id}-{ids.hex(32)}",
        signing_secret=ids.hex(32),
        verification_token=ids.hex(24),
        client_id=later.client_id(),
        client_secret=later.hex(32),
        scopes=EVERY_SCOPE,
        events=USUAL,
        request_url=request_url,
    )


def _bot_token(ids: Ids) -> str:
    return f"xoxb-{ids.hex(12)}-{ids.hex(24)}"
