"""Slack's events about our own messages on their way back: late, twice, to any process, or never."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import WorkspaceId
from tests.simulation.hub import Hub
from tests.simulation.replica import Replica
from tests.simulation.slack import Channel, Message

SOON, LATE = (0.05, 3.0), (60.0, 3600.0)
"""Seconds after which an event comes: as it does, and as Slack's own tries again bring it."""


@dataclass(slots=True)
class Events:
    """How often, of all events, each goes wrong. ``told``: Slack was asked to tell of messages at all."""

    told: float = 0.0
    lost: float = 0.0
    twice: float = 0.0
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Ears:
    """Bring events to processes; one that is dead when its event comes misses it, as over Socket Mode."""

    hub: Hub
    weather: Events
    replicas: Sequence[Replica]

    def heard(self, workspace_id: WorkspaceId, channel: Channel, said: Message) -> None:
        """Tell of a message."""
        hub, weather = self.hub, self.weather
        if not weather.told or self._goes_wrong("lost", weather.lost):
            return
        for _ in range(2 if self._goes_wrong("twice", weather.twice) else 1):
            replica = hub.chance.pick(self.replicas)
            after = hub.chance.span(*(LATE if self._goes_wrong("late", weather.late) else SOON))
            event = {"user": said.user, "channel": channel.id, "ts": said.ts, "metadata": said.metadata}
            hub.spawn("event", self._telling(replica, workspace_id, event), replica.process, after=after)

    def _telling(self, replica: Replica, workspace_id: WorkspaceId, event: dict[str, Any]) -> Callable[[], None]:
        def tell() -> None:
            self.hub.counts["event: heard"] += 1
            self.hub.counts["event: was the proof"] += replica.hear(workspace_id, event)

        return tell

    def _goes_wrong(self, name: str, rate: float) -> bool:
        is_so = self.hub.is_stormy and self.hub.chance.happens(rate)
        self.hub.counts[f"event: {name}"] += is_so
        return is_so
