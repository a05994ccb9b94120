"""One run: a seed in, what broke and what was met on the way out."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.model import WorkspaceId
from messages.delivery.slack import Slack
from tests.simulation.chance import Chance
from tests.simulation.database import Hints, Memory
from tests.simulation.drawn import drawn
from tests.simulation.hub import NEVER, Hub, Process
from tests.simulation.judge import Broken, Judge
from tests.simulation.people import World
from tests.simulation.plan import Plan, draw
from tests.simulation.replica import Replica, Site
from tests.simulation.slack import VirtualSlack
from tests.simulation.story import Story
from tests.simulation.town import MONDAY, TEAMS, ZONES, settle
from tests.simulation.wire import connect

LAST_WORDS = 2 * 3600.0
"""Seconds without faults before a run that must drain ends."""


@dataclass(slots=True)
class Ran:
    """What came of a seed."""

    seed: int
    broken: tuple[Broken, ...]
    counts: Counter[str]
    seconds: float
    tape: Sequence[int]
    steps: Sequence[tuple[float, str, str]] = field(default_factory=tuple)
    plan: Plan | None = None


@cache
def ground() -> tuple[Memory, dict[str, WorkspaceId], bytes]:
    """Make the database that every run of this process begins with."""
    memory = Memory()
    workspaces = settle(memory)
    return memory, workspaces, memory.copy()


def run(seed: int, tape: Sequence[int] | None = None, *, steps: int = 0) -> Ran:
    """Run one seed, or one tape; remember so many of its last steps."""
    chance = Chance(seed, tape)
    plan = draw(chance)
    begins = MONDAY.timestamp() + plan.begins
    calm_from = begins + plan.seconds if plan.drains else NEVER
    hub = Hub(chance, begins, plan.weather, calm_from, steps=deque(maxlen=steps))
    run_ = _Run(hub, plan)
    try:
        run_.play(begins + plan.seconds + (LAST_WORDS if plan.drains else 0.0))
    except (AssertionError, LookupError, TypeError, ValueError, AttributeError) as bug:
        run_.judge.blame("no bug", f"{type(bug).__name__}: {bug}")
    finally:
        hub.end()
    return run_.result(seed)


class _Run:
    def __init__(self, hub: Hub, plan: Plan) -> None:
        memory, workspaces, blank = ground()
        memory.put_back(blank)
        self.hub, self.plan, self.story = hub, plan, Story()
        self.begins = hub.now
        self.judge = Judge(self.story, tolerance=plan.skew + 5.0, quiet_margin=plan.skew + 900.0)
        self.slacks = {team: VirtualSlack(team, tuple(ZONES), lambda: hub.now) for team in TEAMS}
        for slack in self.slacks.values():
            slack.watch = lambda *seen, slack=slack: self.judge.watch(slack, *seen)
        teams = {workspace_id: team for team, workspace_id in workspaces.items()}

        def line(workspace_id: WorkspaceId) -> Slack:
            return connect(self.slacks[teams[workspace_id]], hub, plan.line)

        self.site = Site(hub, memory, Hints(memory), plan.database, {}, drawn, line, plan.couriers)
        self.replicas = [
            Replica(self.site, f"replica-{n + 1}", skew=plan.skew * (-1) ** n) for n in range(plan.replicas)
        ]
        hub.on_death = self._mourn
        self.world = World(hub, plan, self.replicas, workspaces, self.story)

    def play(self, until: float) -> None:
        """Let everything happen."""
        for n in range(self.plan.deals):
            team = TEAMS[self.hub.chance.below(2)]
            after = self.hub.chance.span(0.0, 3600.0)
            self.hub.spawn("crm", lambda team=team, n=n: self.world.crm(team, n + 1), after=after)
        self.hub.run(until)
        for replica in self.replicas:
            for key in replica.fences:
                self.judge.blame("a lost lease writes nothing", key)
        if self.plan.drains:
            self.judge.close(self.slacks, end=until, calm_from=self.hub.calm_from)

    def result(self, seed: int) -> Ran:
        counts = self.hub.counts + self.judge.counts
        seconds = self.hub.now - self.begins
        return Ran(
            seed, tuple(self.judge.broken), counts, seconds, self.hub.chance.tape, tuple(self.hub.steps), self.plan
        )

    def _mourn(self, process: Process) -> None:
        """Start a dead process again after a while, as whoever runs it does."""
        replica = next(each for each in self.replicas if each.process is process)
        down = self.hub.chance.span(0.1, 900.0)
        self.hub.spawn("init", replica.start, after=down)
