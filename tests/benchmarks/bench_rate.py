"""How much of what Slack takes is used, and that it never has to refuse: with the local Slack's own limits, in its time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest

from bot.model import ChannelId, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from messages.delivery.directory import who_am_i
from messages.delivery.outcomes import Later, Outcome, Sent
from messages.delivery.rates import TIERS, rates
from messages.delivery.slack import Slack
from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from storage.opening import Storage, open_migrated
from tests.benchmarks.in_process import Told, courier_of
from tests.benchmarks.measuring import tell

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
MEASURED = 310.0
"""Seconds: a whole number of rounds, so that none of their bursts is counted on both ends."""
LEAST = 0.95
LOOK_EVERY = 1.0
"""Seconds between two looks of a courier that found nothing: the longest that one sleeps."""
POSTS_PER_CHANNEL, POSTS_PER_WORKSPACE = 60, 300


@dataclass
class Scene:
    """A local Slack whose clock stands until it is moved, and a memory beside it."""

    storage: Storage
    client: SandboxClient
    slack: Slack
    here: WorkspaceId
    moment: datetime = START
    refused: list[str] = field(default_factory=list)
    made_at: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    machine = now

    def pass_(self, seconds: float) -> None:
        self.moment = datetime.fromisoformat(self.client.advance(seconds, wait=False)["now"])

    def call(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        """Call Slack, and note when it did it and when it wanted no more calls."""
        said = self.slack.ask(method, arguments)
        if isinstance(said, Later):
            self.refused.append(method)
        else:
            self.made_at.append(self.moment)
        return said

    def channel(self) -> ChannelId:
        said = self.slack.ask("conversations.create", {"name": f"made-{uuid4().hex}"})
        assert isinstance(said, Sent)
        self.pass_(3.2)
        return said.channel_id

    def after_a_minute(self) -> datetime:
        """Return the moment at which Slack has forgotten what making the scene took."""
        self.pass_(61)
        return self.moment

    def counted(self, since: datetime) -> int:
        return sum(since <= each < since + timedelta(seconds=MEASURED) for each in self.made_at)


@pytest.fixture
def scene() -> Iterator[Scene]:
    with Sandbox.start(start=START, speed=0) as sandbox:
        storage = open_migrated("sqlite://", ids=uuid4)
        slack = Slack(sandbox.bot_token, base_url=sandbox.api_url)
        me = who_am_i(slack)
        here = storage.workspaces.ensure(me.team_id, bot_user_id=me.bot_user_id).id
        yield Scene(storage, sandbox.client, slack, here)
        storage.close()


class ToChannels:
    """What the courier takes for Slack: people stand for the channels that were made before."""

    timeout = 10.0

    def __init__(self, scene: Scene, channels: Mapping[UserId, ChannelId]) -> None:
        self._scene = scene
        self._channels = channels

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        return self._scene.call(method, arguments)

    ask = send

    def direct_channel(self, person: UserId) -> ChannelId:
        return self._channels[person]


@pytest.mark.parametrize(("channels", "takes"), [(1, POSTS_PER_CHANNEL), (12, POSTS_PER_WORKSPACE)])
def test_a_courier_posts_as_fast_as_slack_takes_it(scene: Scene, channels: int, takes: int) -> None:
    people = {UserId(f"U{number}"): scene.channel() for number in range(channels)}
    lanes = [(person, f"lane:{person}") for person in people]
    many = range(takes * 8 // channels)
    with scene.storage.work(scene.here) as work:
        work.send([Outgoing(f"{n}:{lane}", Kind.TELL, lane, to_user=person) for n in many for person, lane in lanes])
    courier = courier_of(scene.storage, scene, Told(), ToChannels(scene, people))

    begun = scene.after_a_minute()
    while scene.moment < begun + timedelta(seconds=60 + MEASURED):
        while courier.deliver_once():
            pass
        scene.pass_(LOOK_EVERY)

    # After the first minute, which begins with a burst that the others have to pay back.
    _judge(scene, f"posts in {channels} channels", begun + timedelta(minutes=1), takes)


@pytest.mark.parametrize("method", sorted(TIERS.keys() - {"auth.test", "chat.delete"}))
def test_each_method_is_called_as_often_as_slack_takes_it(scene: Scene, method: str) -> None:
    arguments = _arguments(scene, method)
    (rate,) = rates(method, None)
    begun = scene.after_a_minute()
    while scene.moment < begun + timedelta(seconds=60 + MEASURED):
        short = scene.storage.outbox.take(scene.here, [rate], now=scene.moment)
        if short:
            scene.pass_(short[1] + 0.001)
        else:
            scene.call(method, arguments())

    takes = rate.a_minute or 0
    _judge(scene, method, begun + timedelta(minutes=1), takes)


def _arguments(scene: Scene, method: str) -> Callable[[], Mapping[str, Any]]:
    """Return what makes each call of a method one that Slack carries out."""
    numbers = count()
    channel = scene.channel()
    ana = scene.client.add_person("ana", "Ana")["id"]
    said = scene.slack.ask("chat.postMessage", {"channel": channel, "text": "first"})
    assert isinstance(said, Sent)
    by_method: dict[str, Callable[[], Mapping[str, Any]]] = {
        "chat.update": lambda: {"channel": channel, "ts": said.ts, "text": f"{next(numbers)}"},
        "conversations.create": lambda: {"name": f"more-{next(numbers)}"},
        "conversations.history": lambda: {"channel": channel},
        "conversations.invite": lambda: {"channel": channel, "users": ana},
        "conversations.open": lambda: {"users": ana},
        "conversations.setTopic": lambda: {"channel": channel, "topic": f"{next(numbers)}"},
        "pins.add": lambda: {"channel": channel, "timestamp": said.ts},
    }
    return by_method.get(method, dict)


def _judge(scene: Scene, what: str, since: datetime, takes: int) -> None:
    made = scene.counted(since)
    share = made / (takes * MEASURED / 60)
    tell(what, f"{made} in {MEASURED:.0f} s", f"{share:.1%} of {takes} a minute", f"{len(scene.refused)} refused")
    assert not scene.refused
    assert share >= LEAST
