"""A local Slack with everybody in it, a database, replicas in processes of their own, and the front before them."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.workspace import Workspace
from tests import postgres
from tests.soak.clockwork import Clockwork
from tests.soak.crm import SECRET
from tests.soak.fleet import Fleet, fleet
from tests.soak.front import front
from tests.soak.story import Story
from tests.soak.timeline import Timeline
from tests.soak.town import BEGINS, GROUPS, LEADER, LEADERSHIP, TEAM, ZONES, write_playbooks

PATIENCE = 120.0
ACK_SECONDS = 8.0
"""What people wait for an answer here: with Slack's own three seconds a busy machine would leave most in doubt."""
EVENTS = ["message.channels", "message.groups", "message.im"]


class NotStarted(AssertionError):  # noqa: N818 - what happened, told with the last words of those who should have come
    """Nobody served in time."""


@dataclass
class Stage:
    """Everything of a run that stands before it begins."""

    slack: SandboxClient
    log: Path
    address: str
    fleet: Fleet
    clock: Clockwork
    timeline: Timeline
    story: Story
    database: str
    folder: Path

    def words(self) -> str:
        """Return the last words of each replica."""
        logs = sorted(self.folder.glob("replica-*.log"))
        return "\n".join(f"{each.name}:\n{each.read_text(errors='replace')[-3000:]}" for each in logs)


@contextmanager
def stage(folder: Path, *, seed: str, replicas: int, database: str = "", pace: float = 1.5) -> Iterator[Stage]:
    """Set it; without a database it is a PostgreSQL of this run's own."""
    with ExitStack() as stack:
        url = database or stack.enter_context(postgres.running())
        log = folder / "traffic.jsonl"
        described = stack.enter_context(_slack(log, seed))
        workspace = Workspace.at(described)
        timeline, story = Timeline(), Story(_arrive(workspace))
        clock = Clockwork(workspace.client, timeline)
        settings = _settings(described, workspace, folder, url)
        ports: list[Fleet] = []
        address = stack.enter_context(front(lambda: ports[0].ports() if ports else ()))
        crew = stack.enter_context(
            fleet(
                settings=settings,
                folder=folder,
                count=replicas,
                seed=seed,
                pace=pace,
                lives=lambda count: timeline.lives.append((time.monotonic(), count)),
            )
        )
        ports.append(crew)
        workspace.app(name="Baton", commands=["/deal"], events=EVENTS, request_url=f"{address}/slack/events")
        made = Stage(workspace.client, log, address, crew, clock, timeline, story, url, folder)
        _wait_for(made, replicas)
        yield made


@contextmanager
def _slack(log: Path, seed: str) -> Iterator[Mapping[str, str]]:
    """Start the local Slack; its clock stands until it is wound."""
    with (
        log.open("w", encoding="utf-8") as sink,
        Sandbox.start(start=BEGINS, speed=0, seed=seed, ack_seconds=ACK_SECONDS, log=sink) as made,
    ):
        yield made.describe()


def _arrive(workspace: Workspace) -> dict[str, str]:
    people = {name: workspace.person(name, email=f"{name}@example.com", tz=zone) for name, zone in ZONES.items()}
    for handle, member in GROUPS.items():
        workspace.group(handle, people[member])
    for name in (TEAM, LEADERSHIP):
        workspace.channel(name, people[LEADER])
    return {name: person.id for name, person in people.items()}


def _settings(described: Mapping[str, str], workspace: Workspace, folder: Path, url: str) -> dict[str, str]:
    rooms = {each["name"]: each["id"] for each in workspace.client.state()["channels"]}
    return {
        "SLACK_BOT_TOKEN": described["bot_token"],
        "SLACK_SIGNING_SECRET": described["signing_secret"],
        "SLACK_API_URL": described["api_url"],
        "BATON_CLOCK_URL": described["clock_url"],
        "DATABASE_URL": url,
        "BATON_WEBHOOK_SECRET": SECRET,
        "BATON_PLAYBOOKS": str(write_playbooks(folder / "playbooks")),
        "BATON_DEFAULT_OWNER": workspace.people[LEADER].id,
        "BATON_TEAM_CHANNEL": rooms[TEAM],
        "BATON_LEADERSHIP_CHANNEL": rooms[LEADERSHIP],
        "BATON_TICK_SECONDS": "0.5",
    }


def _wait_for(made: Stage, replicas: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while made.fleet.serving() < replicas:
        if time.monotonic() > deadline:
            raise NotStarted(made.words())
        time.sleep(0.05)
