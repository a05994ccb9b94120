"""Slack's events about our own messages come as its weather says."""

from typing import Any, cast

import pytest

from bot.model import ChannelId, WorkspaceId
from tests.simulation.chance import Chance
from tests.simulation.hearing import Ears, Events
from tests.simulation.hub import Hub, Process, Weather
from tests.simulation.slack import BOT, Channel, Message


class Listener:
    """A process that remembers what it was told, and when."""

    def __init__(self, hub: Hub) -> None:
        self.process = Process("listener")
        self.heard: list[tuple[float, str]] = []
        self._hub = hub

    def hear(self, _: WorkspaceId, event: dict[str, Any]) -> bool:
        self.heard.append((self._hub.now, event["ts"]))
        return len(self.heard) == 1


@pytest.fixture
def hub() -> Hub:
    return Hub(Chance(1), 0.0, Weather())


def tell(hub: Hub, weather: Events, *, dies: bool = False) -> Listener:
    listener = Listener(hub)
    said = Message("1.5", BOT, "a", 0.0, [], None)
    channel = Channel(ChannelId("C1"), "home", BOT, {BOT}, 0.0)
    Ears(hub, weather, [cast("Any", listener)]).heard(cast("Any", None), channel, said)
    if dies:
        hub.kill(listener.process)
    hub.run(10_000)
    return listener


def test_nobody_hears_where_slack_was_not_asked_to_tell(hub: Hub) -> None:
    assert tell(hub, Events()).heard == []


def test_an_event_comes_within_seconds(hub: Hub) -> None:
    ((at, ts),) = tell(hub, Events(told=1.0)).heard

    assert (0.0 < at < 3.0, ts) == (True, "1.5")
    assert hub.counts["event: was the proof"] == 1


def test_a_late_one_comes_minutes_later(hub: Hub) -> None:
    ((at, _),) = tell(hub, Events(told=1.0, late=1.0)).heard

    assert at >= 60.0


def test_one_that_comes_twice_is_news_once(hub: Hub) -> None:
    assert len(tell(hub, Events(told=1.0, twice=1.0)).heard) == 2
    assert hub.counts["event: was the proof"] == 1


def test_a_lost_one_never_comes(hub: Hub) -> None:
    assert tell(hub, Events(told=1.0, lost=1.0)).heard == []
    assert hub.counts["event: lost"] == 1


def test_a_dead_process_misses_its_event(hub: Hub) -> None:
    assert tell(hub, Events(told=1.0), dies=True).heard == []
