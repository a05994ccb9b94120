"""One workspace with the app in it: its state, its clockwork, and what passes between the two."""

from dataclasses import dataclass
from typing import Self

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.events import Events
from sandbox.deliveries.hooks import Hooks
from sandbox.deliveries.news import News
from sandbox.deliveries.payloads import Payloads
from sandbox.deliveries.socket_mode import SocketMode
from sandbox.deliveries.timers import Timers
from sandbox.deliveries.triggers import Triggers
from sandbox.faults import Faults
from sandbox.installing.grants import Grants
from sandbox.installing.tokens import Tokens
from sandbox.live import Changes, InFlight
from sandbox.rates import Rates
from sandbox.state.forms import Forms
from sandbox.state.ids import Ids
from sandbox.state.membership import Membership
from sandbox.state.model import App, Bot, Channel, User
from sandbox.state.posting import Posting
from sandbox.state.team import Team
from sandbox.traffic import Traffic
from sandbox.uses import Uses


@dataclass(frozen=True)
class Shared:
    """What all workspaces have in common: one app, one clock, one log, one connection to the app."""

    base_url: str
    clock: Clock
    ids: Ids
    app: App
    tokens: Tokens
    grants: Grants
    traffic: Traffic
    faults: Faults
    rates: Rates
    changes: Changes
    in_flight: InFlight
    timers: Timers
    sockets: SocketMode
    dispatcher: Dispatcher

    @property
    def uses(self) -> Uses:
        """Return what the app made use of so far, in all workspaces."""
        return self.dispatcher.uses


@dataclass(frozen=True)
class World:
    shared: Shared
    team: Team
    bot: Bot
    events: Events
    posting: Posting
    membership: Membership
    forms: Forms
    triggers: Triggers
    hooks: Hooks
    payloads: Payloads
    news: News

    @classmethod
    def make(cls, shared: Shared, team: Team, bot: Bot) -> Self:
        """Make the workspace with what every one has: Slackbot and a #general channel; the app is not in it yet."""
        _settle(team, shared)
        ids, clock, changes = shared.ids, shared.clock, shared.changes
        events = Events(
            shared.app, bot, team.id, ids, clock, shared.dispatcher, shared.timers, shared.in_flight, shared.rates
        )
        posting = Posting(team, bot, ids, clock, events, changes)
        news = News(team, bot, events, clock)
        return cls(
            shared=shared,
            team=team,
            bot=bot,
            events=events,
            posting=posting,
            membership=Membership(team, bot, posting, events, news),
            forms=Forms(team, ids, clock, changes),
            triggers=Triggers(ids, clock, max(0.0, shared.dispatcher.ack_seconds - limits.ACK_SECONDS)),
            hooks=Hooks(team, posting, ids, clock, shared.base_url),
            payloads=Payloads(team, shared.app, bot),
            news=news,
        )

    @property
    def app(self) -> App:
        return self.shared.app

    @property
    def clock(self) -> Clock:
        return self.shared.clock

    @property
    def ids(self) -> Ids:
        return self.shared.ids

    @property
    def changes(self) -> Changes:
        return self.shared.changes

    @property
    def dispatcher(self) -> Dispatcher:
        return self.shared.dispatcher

    def install(self, token: str, scopes: tuple[str, ...], expires_at: float | None = None) -> None:
        """Bring the app in: its bot is there from now on, and may do what these scopes allow."""
        self.shared.tokens.give(token, self.team.id, expires_at)
        self.bot.token, self.bot.scopes = token, scopes
        user = self.team.users.get(self.bot.user)
        if user:
            user.deleted = False
            return
        self.team.users[self.bot.user] = User(
            self.bot.user,
            user_name(self.bot.name),
            self.bot.name,
            is_bot=True,
            bot_id=self.bot.id,
            app_id=self.bot.app_id,
            updated=int(self.clock.epoch()),
        )

    def uninstall(self) -> None:
        """Take the app out: its bot is deactivated and in no channel any more, its forms and Home tabs are gone."""
        self.bot.token, self.bot.scopes = "", ()
        self.team.users[self.bot.user].deleted = True
        for channel in self.team.channels.values():
            # Slack does not bring the bot back into its channels when the app comes back; direct messages stay.
            if self.bot.user in channel.members and not channel.is_im:
                channel.members.remove(self.bot.user)
        self.team.views.clear()
        self.team.open_views.clear()
        self.team.homes.clear()

    def rename_bot(self, name: str) -> None:
        self.bot.name = name
        user = self.team.users.get(self.bot.user)
        if user:
            user.name, user.real_name = user_name(name), name


def user_name(real_name: str) -> str:
    return real_name.lower().replace(" ", "-")


def _settle(team: Team, shared: Shared) -> None:
    epoch = int(shared.clock.epoch())
    slackbot = User("USLACKBOT", "slackbot", "Slackbot", updated=epoch)
    team.users[slackbot.id] = slackbot
    general = Channel(shared.ids.make("C"), "general", slackbot.id, epoch, is_general=True)
    team.channels[general.id] = general
