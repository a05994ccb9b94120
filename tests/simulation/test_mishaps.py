"""What befalls an installation does befall it, and ends again before the calm."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Process, Weather
from tests.simulation.mishaps import Mischief, Mishaps
from tests.simulation.setting import ground
from tests.simulation.slack import BOT, Refusal, VirtualSlack
from tests.simulation.story import DealStory, Story, Told
from tests.simulation.town import ANA, OMAR, ZONES

CALM = 10_000.0


class Stage:
    """A Slack with one deal's channel, one replica, and an hour of bad weather."""

    def __init__(self) -> None:
        self.hub = Hub(Chance(3), 0.0, Weather(), calm_from=CALM)
        self.slack = VirtualSlack("T1", tuple(ZONES), lambda: self.hub.now)
        self.channel = self.slack.make("deal-t11-abc234", BOT)
        self.channel.topic = "won"
        self.story = Story({"t11": DealStory("t11", "T1", ANA, OMAR, Told(0.0, 1.0))})
        self.replica: Any = SimpleNamespace(clock=SimpleNamespace(off=5.0), process=Process("replica"))
        self.memory = ground()[0]
        self.memory.put_back()
        self.forgot = 0
        self.mishaps = Mishaps(
            self.hub, {"T1": self.slack}, [cast("Any", self.replica)], self.memory, self.story, self.forget
        )

    def forget(self) -> None:
        self.forgot += 1

    def let(self, name: str, until: float = CALM + 1) -> None:
        self.mishaps.begin(Mischief(**{name: 1.0}), 100.0)
        self.hub.run(until)

    def refused(self) -> str:
        with pytest.raises(Refusal) as refusal:
            self.slack.call("chat.postMessage", {"channel": self.channel.id, "text": "a"})
        return str(refusal.value)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize(
    ("name", "says"), [("archived", "is_archived"), ("kicked", "not_in_channel"), ("deleted", "channel_not_found")]
)
def test_a_channel_is_taken_away_and_its_deal_is_known_for_it(stage: Stage, name: str, says: str) -> None:
    stage.let(name, until=100.0)

    assert stage.refused() == says
    assert stage.story.deals["t11"].is_hurt
    assert stage.hub.counts[f"mishap: {name}"] == 1


def test_a_renamed_channel_is_still_known_by_its_first_name(stage: Stage) -> None:
    stage.let("renamed")

    assert stage.channel.name.startswith("people-call-it-")
    assert stage.channel.born == "deal-t11-abc234"
    assert not stage.story.deals["t11"].is_hurt


def test_a_token_is_taken_away_and_given_anew(stage: Stage) -> None:
    stage.let("revoked", until=100.0)
    assert stage.refused() in {"token_revoked", "invalid_auth", "account_inactive"}

    stage.hub.run(CALM + 1)
    assert stage.slack.call("chat.postMessage", {"channel": stage.channel.id, "text": "a"})["ts"]


@pytest.mark.parametrize(("name", "sign"), [("clock_back", -1), ("clock_ahead", 1)])
def test_a_clock_jumps_and_is_set_right(stage: Stage, name: str, sign: int) -> None:
    stage.let(name, until=100.0)
    assert (stage.replica.clock.off - 5.0) * sign >= 90.0

    stage.hub.run(CALM + 1)
    assert stage.replica.clock.off == 5.0


@pytest.mark.parametrize(("name", "kills"), [("restored", True), ("failed_over", False)])
def test_a_memory_loses_what_came_after_its_copy(stage: Stage, name: str, kills: bool) -> None:
    stage.hub.calm_from = 10 * CALM
    stage.story.deals["t12"] = DealStory("t12", "T1", ANA, OMAR, Told(0.0, 9 * CALM))
    stage.let(name, until=5 * CALM)

    assert stage.memory.has_losses
    assert stage.memory.ask("SELECT count(*) FROM workspace WHERE look_back_at IS NULL") == 0
    assert (stage.forgot, stage.replica.process.is_alive) == (1, not kills)
    assert {deal.id for deal in stage.story.deals.values() if deal.is_shaken} == {"t12"}


def test_nothing_is_lost_so_late_that_there_is_no_time_to_look_back(stage: Stage) -> None:
    stage.hub.calm_from = 100.0

    stage.let("failed_over")

    assert not stage.memory.has_losses


def test_what_did_not_come_about_is_not_counted(stage: Stage) -> None:
    stage.channel.topic = ""

    stage.let("archived")

    assert stage.hub.counts == {}


def test_when_the_calm_comes_every_ticker_looks_at_its_clock(stage: Stage) -> None:
    looked: list[float] = []

    def sleep_long() -> None:
        stage.hub.doze(10_800.0)
        looked.append(stage.hub.now)

    stage.hub.spawn("ticker", sleep_long, stage.replica.process)
    stage.mishaps.begin(Mischief(), 100.0)
    stage.hub.run(CALM)

    assert looked == [100.0]
