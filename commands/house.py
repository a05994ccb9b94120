"""What is built once for all that is served, and joined: the desk, the courier, the ways in and the clock's work."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.installed import Asleep
from bot.model import UserId, WorkspaceId
from bot.ports import Clock
from bot.service import delivery, first_run, sweep, taken_down
from bot.service.desk import Desk
from commands.doorkeeper import Client, Doorkeeper
from commands.one_door import OneDoor
from commands.people import People
from commands.seeing.figures import Figures
from commands.seeing.stages import timed_work
from commands.settings import Settings
from commands.teams import Served, Teams
from commands.tick import edge
from messages.delivery.courier import Courier
from messages.delivery.giving_way import GivingWay
from messages.delivery.history_pace import HistoryPace
from messages.delivery.looking_back import Lookout
from messages.delivery.own_app import OwnApp
from messages.delivery.workers import Workers
from messages.rendering import render
from storage.opening import Storage
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
    tools: Tools
    storage: Storage
    teams: Teams
    desk: Desk
    people: People
    courier: Courier
    workers: Workers
    lookout: Lookout
    door: Door
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
        begin=lambda new, by: begin(house, new, by),
    )
    house = replace(_joined(settings, storage, teams, door, tools), own_app=own_app)
    door.look()
    for each in teams.all():
        furnish(house, each.workspace.id)
    return house


def begin(house: House, workspace_id: WorkspaceId, by: UserId) -> None:
    """Put the first steps to whoever let Baton in; whether that is an admin is asked before, and if Slack is slow, later."""
    house.people.learn(workspace_id, by)
    first_run.begin(house.desk, workspace_id, by, now=house.tools.clock.now())


def _joined(settings: Settings, storage: Storage, teams: Teams, door: Door, tools: Tools) -> House:
    clock, figures = tools.clock, tools.figures
    first = GivingWay()
    courier = Courier(
        outbox=storage.outbox,
        work=first.behind(storage.work),
        clock=clock,
        slack_for=teams.slack_for,
        render=render,
        still_true=delivery.still_true,
        told=lambda *about: delivery.told(desk, *about),
        held=lambda *about: delivery.held(desk, *about),
        skipped=lambda *about: delivery.skipped(desk, *about),
        gave_up=lambda *about: delivery.gave_up(desk, *about),
        deleted=lambda *about: taken_down.deleted(desk, *about),
        command=settings.baton_command,
        has_slow_history=settings.baton_slow_history,
        sends_ids=settings.baton_message_ids,
    )
    workers = Workers(courier, guard=edge, stand_back=first.stand_back)
    desk = Desk(
        first.behind(timed_work(storage.work, figures)), tools.ids, tools.shorts, workers.wake, figures.repeated
    )
    people = People(desk, teams.slack_for, default_zone="UTC")
    lookout = Lookout(
        storage.looking_back,
        storage.outbox,
        clock,
        slack_for=teams.slack_for,
        author_in=teams.author_in,
        pace=HistoryPace(is_slow=settings.baton_slow_history),
    )
    return House(settings, tools, storage, teams, desk, people, courier, workers, lookout, door, first)


def furnish(house: House, workspace_id: WorkspaceId) -> None:
    """Put in place what the use cases look for: playbooks, and the digests of the workspace's channels."""
    now = house.tools.clock.now()
    with house.storage.work(workspace_id) as uow:
        uow.put_playbooks(taken_in(house.settings.baton_playbooks, uow.playbooks()), now=now)
        # While nobody listened, people came into channels and left them, and Slack tells of that only once.
        uow.look_at_channels(by=now)
    sweep.register_channels(house.desk, workspace_id, now=now)
