"""One Baton: built as the program builds itself, each life anew, with its threads as actors of the hub."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from bot.model import WorkspaceId
from bot.ports import UnitOfWork, Work
from bot.service import delivery, taken_down
from bot.service.desk import Desk
from commands.tick import Tick
from messages.delivery.courier import Courier
from messages.delivery.evidence import evidence
from messages.delivery.jobs import Render
from messages.delivery.looking_back import Lookout
from messages.delivery.slack import Slack
from storage.keeping.looking_back import LookingBack
from tests.simulation.database import (
    DatabaseWeather,
    Hints,
    Memory,
    WatchedDatabase,
    WatchedOutbox,
    WatchedWorkspaces,
    at,
    work_labelled,
)
from tests.simulation.edges import Edge
from tests.simulation.holders import Holders
from tests.simulation.hub import Hub, Process
from tests.simulation.slack import BOT

AT_ONCE = 8
LONGEST_DOZE = 3 * 3600.0
COMMAND = "/deal"


@dataclass(slots=True)
class SkewedClock:
    """A replica's reading of the time: business time may be off, machine time is the database's for everybody."""

    hub: Hub
    off: float = 0.0

    def now(self) -> datetime:
        return at(self.hub.now + self.off)

    def machine(self) -> datetime:
        return at(self.hub.now)


@dataclass(frozen=True, slots=True)
class Site:
    """What the replicas of one installation share, and what the run knows of them.

    ``holders``: who was given each row last. ``marks``: when each row was written down as one that may be on its way.
    """

    hub: Hub
    memory: Memory
    hints: Hints
    weather: DatabaseWeather
    render: Render
    line: Callable[[WorkspaceId], Slack]
    edge: Edge
    couriers: int = 2
    holders: Holders = field(default_factory=Holders)
    marks: dict[str, list[float]] = field(default_factory=dict)


class Replica:
    """A process that serves, dies and is started again."""

    def __init__(self, site: Site, name: str, *, skew: float = 0.0) -> None:
        self.clock = SkewedClock(site.hub, skew)
        self.name = name
        self._site = site
        self._lives = count(1)
        self.fences: list[str] = []
        self.start()

    def start(self) -> None:
        """Begin a life: what a process remembers is gone, what the database remembers is not."""
        site = self._site
        self.process = Process(f"{self.name}.{next(self._lives)}")
        self.desk = self._desk("input")
        self._lines: dict[WorkspaceId, Slack] = {}
        self._outbox = WatchedOutbox(
            self._database("claim"),
            ids=site.hub.chance.new_id,
            holders=site.holders,
            broken_fences=self.fences,
            marks=site.marks,
        )
        self._lookout = Lookout(
            LookingBack(self._database("look back")), self._outbox, self.clock, self._slack, author_in=lambda _: BOT
        )
        self._workspaces = WatchedWorkspaces(self._database("look"), ids=site.hub.chance.new_id)
        courier = self._courier()
        ticker = Tick(self._desk("sweep"), self.clock, self._due, site.edge)
        for _ in range(site.couriers):
            site.hub.spawn("courier", lambda: self._deliver(courier), self.process)
        site.hub.spawn("ticker", lambda: self._tick(ticker), self.process)

    def _desk(self, label: str) -> Desk:
        chance = self._site.hub.chance
        return Desk(self._work(label), chance.new_id, chance.new_short, self._wake)

    def _telling(self) -> Desk:
        """Return what a deal is told through; what that makes due nobody else would look for while faults are over."""
        desk = self._desk("tell")

        @contextmanager
        def work(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
            with desk.work(workspace_id) as uow:
                yield uow
            if not self._site.hub.is_stormy:
                self._site.hub.wake("ticker", self.process)

        return replace(desk, work=work)

    def _work(self, label: str) -> Work:
        site = self._site
        return work_labelled(site.memory, site.hub, site.weather, label)

    def _database(self, label: str) -> WatchedDatabase:
        site = self._site
        return WatchedDatabase(site.memory, site.hub, site.weather, label)

    def _courier(self) -> Courier:
        site, telling = self._site, self._telling()
        return Courier(
            outbox=self._outbox,
            work=self._work("read"),
            clock=self.clock,
            slack_for=self._slack,
            render=site.render,
            still_true=delivery.still_true,
            told=lambda *about: delivery.told(telling, *about),
            held=lambda *about: delivery.held(telling, *about),
            skipped=lambda *about: delivery.skipped(telling, *about),
            gave_up=lambda *about: delivery.gave_up(telling, *about),
            deleted=lambda *about: taken_down.deleted(telling, *about),
            command=COMMAND,
        )

    def _slack(self, workspace_id: WorkspaceId) -> Slack:
        if workspace_id not in self._lines:
            self._lines[workspace_id] = self._site.line(workspace_id)
        return self._lines[workspace_id]

    def _due(self, now: datetime) -> list[WorkspaceId]:
        if self._site.memory.has_losses:
            self._site.edge(self._lookout.run)
        return list(self._workspaces.due(now=now))

    def hear(self, workspace_id: WorkspaceId, event: Mapping[str, Any]) -> bool:
        """Take in that Slack has a message of ours; tell whether that was news."""
        telling, news = self._telling(), []

        def listen() -> None:
            with telling.work(workspace_id) as uow:
                workspace = uow.workspace()
            told = partial(delivery.told, telling)
            news.append(evidence(event, workspace, outbox=self._outbox, told=told, clock=self.clock))

        self._site.edge(listen)
        return any(news)

    def _wake(self) -> None:
        # The program's tick comes every few seconds; here it sleeps until the moment that was next when it lay down.
        for name in ("courier", "ticker"):
            self._site.hub.wake(name, self.process)

    def _deliver(self, courier: Courier) -> None:
        site, hub, pause = self._site, self._site.hub, 1.0
        while True:
            claimed, hinted = 0, site.hints.next_delivery(hub.now)
            if self._is_worth_a_look(hinted):
                claimed = self._claimed(courier)
                # Others may have gone first meanwhile; where nobody looked nothing has changed.
                hinted = site.hints.next_delivery(hub.now)
            pause = 1.0 if claimed else min(pause * 2, 60.0)
            if not claimed:
                hub.doze(self._until(hinted, pause))

    def _claimed(self, courier: Courier) -> int:
        claimed = 0

        def once() -> None:
            nonlocal claimed
            claimed = courier.deliver_once(AT_ONCE, self._site.edge)

        self._site.edge(once)
        return claimed

    def _tick(self, tick: Tick) -> None:
        hub = self._site.hub
        while True:
            if self._is_worth_a_look(self._site.hints.next_review() - self.clock.off):
                tick.run()
            hub.doze(max(5.0, self._until(self._site.hints.next_review() - self.clock.off, LONGEST_DOZE)))

    def _is_worth_a_look(self, hinted: float) -> bool:
        """Tell whether something may be due. Looking in vain costs time and finds nothing, so it is done now and then."""
        return hinted <= self._site.hub.now or self._site.hub.chance.happens(0.1)

    def _until(self, hinted: float, longest: float) -> float:
        """Return how long to doze: to what comes next, and now and then to no moment in particular."""
        hub = self._site.hub
        ahead = hinted - hub.now
        if ahead <= 0:
            return longest if longest < LONGEST_DOZE else 5.0
        if hub.chance.happens(0.1):
            # Too early or too late; but nobody oversleeps any more once the faults are over.
            return min(hub.chance.span(1.0, LONGEST_DOZE), max(ahead + 5.0, hub.calm_from - hub.now))
        return min(ahead + hub.chance.span(0.0, 5.0), LONGEST_DOZE)
