"""What a house does by itself while it is open: the tick, the courier, and the rounds beside them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from bot.installed import Asleep
from bot.model import WorkspaceId
from bot.service import publishing
from commands.house import House
from commands.seeing.auditor import Auditor
from commands.seeing.readiness import Readiness
from commands.settings import AfterUninstall
from commands.tick import Tick, edge, every
from messages.delivery.channel_round import ChannelRound
from messages.delivery.renewals import Renewals
from messages.tracing import about


@contextmanager
def running(house: House) -> Iterator[Readiness]:
    """Run the tick and the courier while the block lasts; gives who tells how they are."""
    storage = house.storage
    auditor = Auditor(storage.auditing, house.desk, house.tools.clock, house.tools.figures, guard=edge)
    tick = Tick(
        house.desk, house.tools.clock, partial(_due, house), figures=house.tools.figures, afterwards=(auditor.run,)
    )
    scheduler = every(house.settings.baton_tick_seconds, tick, beside=_beside(house))
    house.workers.start()
    scheduler.start()
    try:
        yield Readiness(
            house.tools.clock,
            tick,
            house.settings.baton_tick_seconds,
            storage.watching,
            partial(_with_work, house),
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
    edge(lambda: storage.tidying.run(now=now, machine=house.tools.clock.machine()))
    edge(storage.database.tidy_log)
    edge(lambda: storage.looking_again.run(now=now))
    edge(partial(_erase, house))
    return _with_work(house, now)


def _with_work(house: House, now: datetime) -> Sequence[WorkspaceId]:
    """Return the workspaces in which something is due, or in which people's Homes do not show yet what happened."""
    workspaces = house.storage.workspaces
    return list(dict.fromkeys((*workspaces.due(now=now), *workspaces.with_news())))


def _erase(house: House) -> None:
    house.storage.removal.run(usually=house.settings.baton_after_uninstall is AfterUninstall.ERASE)


def _beside(house: House) -> Sequence[Callable[[], None]]:
    """Return what is done beside the tick: it may wait for Slack, for which no deal is kept waiting."""
    renewals = _renewals(house)
    channels = ChannelRound(
        house.storage.channel_looks,
        house.storage.outbox,
        house.desk,
        house.tools.clock,
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
        house.storage.installations.sleep(workspace_id, Asleep.NOT_RENEWED, now=house.tools.clock.now())

    return Renewals(house.storage.renewing, house.own_app, house.tools.clock, stop, edge)


def _meet(house: House, workspace_id: WorkspaceId) -> None:
    publishing.follow(house.desk, workspace_id, now=house.tools.clock.now())
    house.people.refresh_if_old(workspace_id, now=house.tools.clock.now())
