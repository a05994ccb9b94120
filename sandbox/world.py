"""Everything of one sandbox, built and joined: the workspace, the app, the clock, and what passes between them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.events import USUAL, Events
from sandbox.deliveries.hooks import Hooks
from sandbox.deliveries.payloads import Payloads
from sandbox.deliveries.socket_mode import SocketMode
from sandbox.deliveries.timers import Timers
from sandbox.deliveries.triggers import Triggers
from sandbox.faults import Faults
from sandbox.forms import Forms
from sandbox.ids import Ids
from sandbox.live import Changes, InFlight
from sandbox.membership import Membership
from sandbox.model import App, Channel, User
from sandbox.posting import Posting
from sandbox.rates import Rates
from sandbox.team import Team
from sandbox.traffic import Traffic

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
class World:
    clock: Clock
    ids: Ids
    team: Team
    app: App
    traffic: Traffic
    faults: Faults
    rates: Rates
    changes: Changes
    in_flight: InFlight
    timers: Timers
    sockets: SocketMode
    dispatcher: Dispatcher
    events: Events
    posting: Posting
    membership: Membership
    forms: Forms
    triggers: Triggers
    hooks: Hooks
    payloads: Payloads

    @classmethod
    def start(cls, *, now: datetime | None, request_url: str, ack_seconds: float = limits.ACK_SECONDS) -> Self:
        clock, ids, changes, in_flight, traffic = Clock(now), Ids(), Changes(), InFlight(), Traffic()
        team = Team(ids.make("T"), "Sandbox", "sandbox")
        app = _app(ids, request_url)
        _settle(team, app, ids, int(clock.epoch()))
        timers, faults = Timers(clock, in_flight), Faults()
        sockets = SocketMode(app.id, ids)
        dispatcher = Dispatcher(app, sockets, clock, traffic, in_flight, changes, faults, ack_seconds)
        events = Events(app, team.id, ids, clock, dispatcher, timers, in_flight)
        posting = Posting(team, app, ids, clock, events, changes)
        return cls(
            clock=clock,
            ids=ids,
            team=team,
            app=app,
            traffic=traffic,
            faults=faults,
            rates=Rates(),
            changes=changes,
            in_flight=in_flight,
            timers=timers,
            sockets=sockets,
            dispatcher=dispatcher,
            events=events,
            posting=posting,
            membership=Membership(team, posting, events),
            forms=Forms(team, ids, clock, changes),
            triggers=Triggers(ids, clock),
            hooks=Hooks(team, posting, ids, clock),
            payloads=Payloads(team, app),
        )


def _app(ids: Ids, request_url: str) -> App:
    """Make the app with the same credentials every time, so that settings once written down go on working."""
    app_id = ids.make("A")
    return App(
        id=app_id,
        name="App",
        user=ids.make("U"),
        bot_id=ids.make("B"),
        bot_token=f"xoxb-{ids.hex(12)}-{ids.hex(24)}",
        app_token=f"xapp-1-{app_id}-{ids.hex(32)}",
        signing_secret=ids.hex(32),
        verification_token=ids.hex(24),
        scopes=EVERY_SCOPE,
        events=USUAL,
        request_url=request_url,
    )


def _settle(team: Team, app: App, ids: Ids, epoch: int) -> None:
    """Give the new workspace what every workspace has: Slackbot, the app's bot and a #general channel."""
    slackbot = User("USLACKBOT", "slackbot", "Slackbot", updated=epoch)
    bot = User(app.user, app.name.lower(), app.name, is_bot=True, bot_id=app.bot_id, app_id=app.id, updated=epoch)
    team.users = {one.id: one for one in (slackbot, bot)}
    general = Channel(ids.make("C"), "general", slackbot.id, epoch, is_general=True)
    team.channels[general.id] = general
