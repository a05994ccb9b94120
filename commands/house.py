"""What is built once for all that is served, and joined: the desk, the courier, the ways in and the clock's work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from starlette.routing import Route

from bot.installed import Asleep
from bot.model import WorkspaceId
from bot.ports import Clock
from bot.service import delivery, first_run, publishing, sweep
from bot.service.desk import Desk
from commands import channel_news, conversing, installing, leaving, own_messages, people_news
from commands.bolt import bolt
from commands.channel_news import ChannelNews
from commands.doorkeeper import Client, Doorkeeper
from commands.installing import Reception
from commands.listening import Listening
from commands.manifest import SCOPES
from commands.one_door import OneDoor
from commands.own_app import only_of
from commands.people import People
from commands.people_news import PeopleNews
from commands.seeing.auditor import Auditor
from commands.seeing.figures import Figures
from commands.seeing.readiness import Readiness
from commands.seeing.stages import timed_work
from commands.settings import AfterUninstall, Settings, allowed, plain
from commands.slack_app import register
from commands.teams import Served, Teams
from commands.tick import Tick, edge, every
from commands.visit import Connecting, Counter
from commands.webhooks import generic
from commands.webhooks.connected import ConnectedDoor, address_of
from commands.webhooks.receiving import receiver
from messages.delivery.channel_round import ChannelRound
from messages.delivery.courier import Courier
from messages.delivery.evidence import evidence
from messages.delivery.giving_way import GivingWay
from messages.delivery.history_pace import HistoryPace
from messages.delivery.looking_back import Lookout
from messages.delivery.own_app import OwnApp
from messages.delivery.renewals import Renewals
from messages.delivery.workers import Workers
from messages.rendering import render
from messages.tracing import about
from storage.opening import Storage
from storage.playbooks.pasted import Pasted
from storage.playbooks.standing import taken_in


@dataclass(frozen=True, slots=True)
class Tools:
    """The clock, what counts and times, and where what nobody can foresee comes from.

    ``ids`` are random, and so are ``shorts``, which people read aloud, and ``secrets``, which nobody should.
    """

    clock: Clock
    figures: Figures
    ids: Callable[[], UUID]
    shorts: Callable[[], str]
    secrets: Callable[[], str]


class Door(Protocol):
    """Who minds whether workspaces are served."""

    def leave(self, team_id: str, why: Asleep, *, told_at: datetime) -> None:
        """Stop at once where Baton was taken out."""
        ...

    def run(self) -> None:
        """Look how things stand now."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is built once, with or without a server around it."""

    settings: Settings
    clock: Clock
    storage: Storage
    figures: Figures
    teams: Teams
    desk: Desk
    people: People
    courier: Courier
    workers: Workers
    lookout: Lookout
    door: Door
    secrets: Callable[[], str]
    first: GivingWay
    own_app: OwnApp | None = None
    """Whom Slack gives tokens, where many workspaces install Baton."""

    @property
    def only(self) -> Served:
        """Return the workspace of a Baton that serves one."""
        (only,) = self.teams.all()
        return only


def for_one(settings: Settings, storage: Storage, served: Served, tools: Tools) -> House:
    """Build everything around one workspace, whose token works."""
    # It may have slept: Baton was taken out of it, and this token came since.
    storage.installations.wake(served.workspace.id)
    door = OneDoor(storage.installations, served, tools.clock)
    house = _joined(settings, storage, Teams([served]), door, tools)
    # The channels' digests come by the clock of the one who owns what nobody does: so people are known before.
    house.people.refresh(served.workspace.id, now=tools.clock.now())
    furnish(house, served.workspace.id)
    first_run.begin(house.desk, served.workspace.id, None, now=tools.clock.now())
    return house


def for_many(settings: Settings, storage: Storage, own_app: OwnApp, client: Client, tools: Tools) -> House:
    """Build everything around the workspaces that have let Baton in, and may come and go from now on."""
    # A workspace of which only a token in the settings was known has none any more.
    storage.installations.rest_without_token(now=tools.clock.now())
    teams = Teams()
    door = Doorkeeper(
        storage.installations,
        storage.tokens,
        teams,
        tools.clock,
        client,
        furnish=lambda new: furnish(house, new),
        begin=lambda new, by: first_run.begin(house.desk, new, by, now=house.clock.now()),
    )
    house = replace(_joined(settings, storage, teams, door, tools), own_app=own_app)
    door.look()
    for each in teams.all():
        furnish(house, each.workspace.id)
    return house


def _joined(settings: Settings, storage: Storage, teams: Teams, door: Door, tools: Tools) -> House:
    clock, figures = tools.clock, tools.figures
    courier = Courier(
        outbox=storage.outbox,
        work=storage.work,
        clock=clock,
        slack_for=teams.slack_for,
        render=render,
        still_true=delivery.still_true,
        told=lambda *about: delivery.told(desk, *about),
        held=lambda *about: delivery.held(desk, *about),
        skipped=lambda *about: delivery.skipped(desk, *about),
        gave_up=lambda *about: delivery.gave_up(desk, *about),
        command=settings.baton_command,
        has_slow_history=settings.baton_slow_history,
        sends_ids=settings.baton_message_ids,
    )
    first = GivingWay()
    workers = Workers(courier, guard=edge, stand_back=first.stand_back)
    desk = Desk(timed_work(storage.work, figures), tools.ids, tools.shorts, workers.wake, figures.repeated)
    people = People(desk, teams.slack_for, default_zone="UTC")
    lookout = Lookout(
        storage.looking_back,
        storage.outbox,
        clock,
        slack_for=teams.slack_for,
        author_in=teams.author_in,
        pace=HistoryPace(is_slow=settings.baton_slow_history),
    )
    return House(
        settings, clock, storage, figures, teams, desk, people, courier, workers, lookout, door, tools.secrets, first
    )


def furnish(house: House, workspace_id: WorkspaceId) -> None:
    """Put in place what the use cases look for: playbooks, and the digests of the workspace's channels."""
    now = house.clock.now()
    with house.storage.work(workspace_id) as uow:
        uow.put_playbooks(taken_in(house.settings.baton_playbooks, uow.playbooks()), now=now)
    sweep.register_channels(house.desk, workspace_id, now=now)


def bolt_app(house: House) -> App:
    """Build the Bolt app with all that it listens to."""
    teams = house.teams
    app = bolt(house.settings, partial(_authorized, house), house.figures, house.first)
    app.middleware(only_of(teams.app_id))
    # Who presses is answered within Slack's three seconds, also while another program holds the database.
    prompt = replace(
        house.desk, work=timed_work(house.storage.prompt_work, house.figures), reads=house.storage.prompt_look
    )
    people = replace(house.people, desk=prompt)
    holds = (house.settings.baton_command, Pasted(), allowed(house.settings), connecting(house))
    counter = Counter(prompt, house.clock, teams.workspace_of, people.learn, *holds)
    register(app, counter)
    people_news.register(app, PeopleNews(prompt, house.clock, teams.workspace_of, people.default_zone))
    channel_news.register(app, ChannelNews(prompt, house.clock, teams.workspace_of))
    lived = Listening(prompt, house.clock, teams.workspace_of).heard
    own_messages.register(app, partial(_take_as_sent, house), lived, partial(conversing.replied, counter))
    leaving.register(app, lambda team, why, at: house.door.leave(team, why, told_at=at))
    return app


def connecting(house: House) -> Connecting | None:
    """Return what it takes to connect a system; None without keys, since its secret could not be kept."""
    if house.storage.connected is None:
        return None
    settings = house.settings
    public = settings.public_url or f"http://{settings.host}:{settings.port}"
    return Connecting(partial(address_of, public), house.secrets, house.storage.connected.sealed)


def _authorized(house: House, context: BoltContext) -> AuthorizeResult:
    # With a token of one workspace everybody is answered by it: also people of others, in a channel that is shared.
    return house.teams.authorized(context.team_id) if house.own_app else house.only.authorized


def _take_as_sent(house: House, team: str, message: Mapping[str, Any]) -> bool:
    served = house.teams.of_team(team)
    told = partial(delivery.told, house.desk)
    return served is not None and evidence(
        message, served.workspace, outbox=house.storage.outbox, told=told, clock=house.clock
    )


@contextmanager
def running(house: House) -> Iterator[Readiness]:
    """Run the tick and the courier while the block lasts; gives who tells how they are."""
    storage = house.storage
    auditor = Auditor(storage.auditing, house.desk, house.clock, house.figures, guard=edge)
    tick = Tick(house.desk, house.clock, partial(_due, house), figures=house.figures, afterwards=(auditor.run,))
    scheduler = every(house.settings.baton_tick_seconds, tick, beside=_beside(house))
    house.workers.start()
    scheduler.start()
    try:
        yield Readiness(
            house.clock,
            tick,
            house.settings.baton_tick_seconds,
            storage.watching,
            lambda now: storage.workspaces.due(now=now),
            storage.troubles.problem,
            (storage.tokens.problem, storage.looking_back.problem, auditor.problem),
        )
    finally:
        scheduler.shutdown()
        house.workers.stop()


def _due(house: House, now: datetime) -> Sequence[WorkspaceId]:
    """Do the housekeeping of a tick, and return the workspaces in which something is due."""
    storage = house.storage
    storage.troubles.looked()
    edge(house.lookout.run)
    edge(lambda: storage.tidying.run(now=now, machine=house.clock.machine()))
    edge(storage.database.tidy_log)
    edge(lambda: storage.looking_again.run(now=now))
    edge(partial(_erase, storage, usually=house.settings.baton_after_uninstall is AfterUninstall.ERASE))
    return storage.workspaces.due(now=now)


def _erase(storage: Storage, *, usually: bool) -> None:
    storage.removal.run(usually=usually)


def _beside(house: House) -> Sequence[Callable[[], None]]:
    """Return what is done beside the tick: it may wait for Slack, for which no deal is kept waiting."""
    renewals = _renewals(house)
    channels = ChannelRound(
        house.storage.channel_looks,
        house.storage.outbox,
        house.desk,
        house.clock,
        slack_for=house.teams.slack_for,
        guard=edge,
    )

    def keep_doors() -> None:
        if renewals:
            edge(renewals.run)
        house.door.run()

    def meet() -> None:
        for each in house.teams.all():
            with about(workspace=each.workspace.id):
                edge(partial(_meet, house, each.workspace.id))

    return meet, channels.run, keep_doors


def _renewals(house: House) -> Renewals | None:
    if house.own_app is None:
        return None

    def stop(workspace_id: WorkspaceId) -> None:
        house.storage.installations.sleep(workspace_id, Asleep.NOT_RENEWED, now=house.clock.now())

    return Renewals(house.storage.renewing, house.own_app, house.clock, stop, edge)


def _meet(house: House, workspace_id: WorkspaceId) -> None:
    publishing.follow(house.desk, workspace_id, now=house.clock.now())
    house.people.refresh_if_old(workspace_id, now=house.clock.now())


def webhook(house: House) -> Route:
    """Build the way in for the CRM of the one workspace."""
    return generic.route(
        secret=plain(house.settings.baton_webhook_secret),
        receive=receiver(house.desk, house.people, house.clock, house.only.workspace.id),
        now=house.clock.now,
    )


def connected(house: House) -> list[Route]:
    """Build the way in for the systems that admins connect; without keys none can be."""
    if house.storage.connected is None:
        return []
    receive = partial(receiver, house.desk, house.people, house.clock)
    return [ConnectedDoor(house.storage.connected, receive, house.clock.now, nobodys=house.secrets()).route()]


def routes(house: House) -> list[Route]:
    """Build the ways in beside Slack's own: for the CRM of the one workspace, or for whoever installs Baton."""
    states, settings, door = house.storage.states, house.settings, house.door
    # This one first: its path has one name more, so neither ever answers for the other.
    systems = connected(house)
    if house.own_app is None or states is None or not isinstance(door, Doorkeeper):
        return [*systems, webhook(house)]
    reception = Reception(
        states=states,
        own_app=house.own_app,
        let_in=door.let_in,
        public_url=settings.public_url or "",
        slack_api_url=settings.slack_api_url,
        scopes=tuple(SCOPES),
        secret=house.secrets,
        now=house.clock.now,
        command=settings.baton_command,
    )
    return [*systems, *installing.routes(reception)]
