"""What one run plays on: the database, a Slack for each team, the processes, the world around them and the judge."""

import pickle
from dataclasses import astuple, dataclass
from functools import cache, partial

from bot.model import ChannelId, WorkspaceId
from bot.rules.auditing import findings
from bot.watching import Finding
from messages.delivery.slack import Slack
from storage.auditing import Auditing
from storage.engine import Database
from tests.simulation.database import Hints, Memory, at
from tests.simulation.drawn import drawn
from tests.simulation.edges import Edge
from tests.simulation.hearing import Ears
from tests.simulation.hub import Hub, Process
from tests.simulation.judge import Judge
from tests.simulation.judges.trail import KEPT, QUESTION, Entry
from tests.simulation.mishaps import JUMPS, Mishaps
from tests.simulation.people import World
from tests.simulation.plan import Plan
from tests.simulation.replica import Replica, Site
from tests.simulation.slack import Channel, Message, VirtualSlack
from tests.simulation.spells import Spellbook
from tests.simulation.story import Story
from tests.simulation.town import ANA, OURS, TEAMS, ZONES, settle
from tests.simulation.wire import TOKEN, connect

MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment that runs may begin at: the database, and what the world and the judge know. No process is in it."""

    at: float
    pages: bytes
    world: bytes


@cache
def ground() -> tuple[Memory, dict[str, WorkspaceId], bytes]:
    """Make the database that every run of this process uses, and the first page of all."""
    memory = Memory()
    workspaces = settle(memory)
    return memory, workspaces, memory.copy()


class Setting:
    """Everything of one run, with its processes started. Without a snapshot nothing has happened yet."""

    def __init__(self, hub: Hub, plan: Plan, snapshot: Snapshot | None = None) -> None:
        self.memory, self.workspaces, blank = ground()
        self.hub, self.plan = hub, plan
        self.memory.put_back(snapshot.pages if snapshot else blank)
        self.story, self.judge, self.slacks, count = _remembered(snapshot)
        self.hints = Hints(self.memory)
        edge = Edge(self.judge.blame)
        self.site = self._site(edge)
        self._brief_judge()
        self.replicas = self._replicas()
        self._watch()
        self.mishaps = Mishaps(hub, self.slacks, self.replicas, self.memory, self.story, self.site.holders.clear)
        self.spells = Spellbook(hub, self.slacks)
        self.world = World(hub, plan, self.replicas, self.workspaces, self.story, edge, count)
        hub.on_death = self._mourn

    def _watch(self) -> None:
        """Let the judge and the ears know of what takes effect in Slack."""
        ears = Ears(self.hub, self.plan.events, self.replicas)

        def seen(slack: VirtualSlack, verb: str, channel: Channel, said: Message | None) -> None:
            self.judge.watch(slack, verb, channel, said)
            if verb == "post" and said:
                self.world.answering.read(said)
                ears.heard(self.workspaces[slack.team], channel, said)
                if self.plan.line.short_pages:
                    self._talk(slack, channel)

        for slack in self.slacks.values():
            slack.clock = lambda: self.hub.now
            slack.watch = partial(seen, slack)

    def _talk(self, slack: VirtualSlack, channel: Channel) -> None:
        """Let people answer: in a history of short pages their words fill the first ones, and Baton's come after."""
        for _ in range(self.hub.chance.below(MOST_WORDS)):
            self.hub.spawn("people", partial(slack.chat, channel, ANA), after=self.hub.chance.span(0.5, 60.0))

    def _brief_judge(self) -> None:
        """Tell the judge what this run's faults excuse."""
        judge, plan = self.judge, self.plan
        off = plan.skew + (max(JUMPS) if plan.mischief.jumps else 0.0)
        judge.tolerance, judge.quiet_margin = off + 5.0, off + 900.0
        judge.forgives_copies = plan.line.later_than_settle > 0
        judge.expects_fairness = plan.has_pile and not plan.line.limited
        judge.is_forgetful = plan.mischief.loses
        judge.lanes.is_forgetful, judge.lanes.marks = plan.mischief.loses, self.site.marks
        for slack in self.slacks.values():
            slack.waits.is_kept = not (any(astuple(plan.database)) or plan.mischief.loses)

    def trail(self) -> list[Entry]:
        """Return the whole audit trail."""
        return [Entry(*row) for row in self.memory.rows(QUESTION)]

    def found(self) -> dict[str, tuple[Finding, ...]]:
        """Return what the program's own auditor finds in each team's workspace."""
        auditing, now = Auditing(Database(self.memory.engine)), at(self.hub.now)
        return {
            team: findings(auditing.evidence(workspace_id, now=now, machine=now), now=now)
            for team, workspace_id in self.workspaces.items()
        }

    def leaks(self) -> list[str]:
        """Return what quotes the token that calls are made with."""
        return [key for (key,) in self.memory.rows(KEPT, {"secret": TOKEN})]

    def snapshot(self) -> Snapshot:
        """Keep this moment for other runs."""
        world = (self.story, self.judge, self.slacks, self.world.count)
        return Snapshot(self.hub.now, self.memory.copy(), pickle.dumps(world, pickle.HIGHEST_PROTOCOL))

    def _site(self, edge: Edge) -> Site:
        hub, plan = self.hub, self.plan
        teams = {workspace_id: team for team, workspace_id in self.workspaces.items()}

        def line(workspace_id: WorkspaceId) -> Slack:
            return connect(self.slacks[teams[workspace_id]], hub, plan.line)

        return Site(hub, self.memory, self.hints, plan.database, drawn, line, edge, plan.couriers)

    def _replicas(self) -> list[Replica]:
        plan = self.plan
        return [Replica(self.site, f"replica-{n + 1}", skew=plan.skew * (-1) ** n) for n in range(plan.replicas)]

    def _mourn(self, process: Process) -> None:
        """Start a dead process again after a while, as whoever runs it does."""
        replica = next(each for each in self.replicas if each.process is process)
        down = self.hub.chance.span(0.1, 900.0)
        self.hub.spawn("init", replica.start, after=down)


def _remembered(snapshot: Snapshot | None) -> tuple[Story, Judge, dict[str, VirtualSlack], int]:
    if snapshot is None:
        story = Story()
        slacks = {team: VirtualSlack(team, tuple(ZONES)) for team in TEAMS}
        for channel_id, name in OURS.items():
            slacks[TEAMS[0]].found(ChannelId(channel_id), name)
        return story, Judge(story, tolerance=0.0, quiet_margin=0.0), slacks, 0
    story, judge, slacks, count = pickle.loads(snapshot.world)
    # What was met on the way to a snapshot was met once, not in every run that begins there.
    judge.counts.clear()
    return story, judge, slacks, count
