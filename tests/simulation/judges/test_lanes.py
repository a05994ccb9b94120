"""Order: who may overtake whom in one place, and for which excuse."""

from typing import Any

import pytest

from tests.simulation.judges.lanes import HOLDS_LANE, Lanes
from tests.simulation.slack import BOT, Channel, Message, VirtualSlack
from tests.simulation.story import DealStory, StepStory, Story, Told
from tests.simulation.town import ANA, OMAR


class Place:
    """A deal's channel, and what is said in it."""

    def __init__(self, *, is_torn: bool = False) -> None:
        self.story = Story()
        self.story.deals["t11"] = DealStory("t11", "T1", ANA, OMAR, Told(0.0, 0.0))
        self.lanes = Lanes(self.story, is_torn)
        self.slack = VirtualSlack("T1", (ANA,))
        self.channel = self.slack.make("deal-t11-abc234", BOT)

    def say(self, seq: int, at: float, *, tried: float | None = None, kind: str = "say", **event: str) -> list[str]:
        """Say something and return what the judge says to it."""
        key = f"said:{seq}"
        self.slack.pace.tried[key] = at if tried is None else tried
        said = Message(str(at), BOT, "", at, [], {"event_payload": {"k": key}})
        facts: dict[str, Any] = {"key": key, "kind": kind, "seq": seq, "deal": "t11", "event": event}
        return [each.invariant for each in self.lanes.posted(self.slack, self.channel, said, facts)]

    def step(self, what: str, *, told_at: float) -> None:
        step = StepStory(what, ANA, Told(told_at), kept=Told(told_at + 50.0))
        self.story.deals["t11"].steps[what] = step


@pytest.fixture
def place() -> Place:
    return Place()


def test_messages_in_their_order_blame_nobody(place: Place) -> None:
    assert place.say(1, 10.0) + place.say(2, 11.0) + place.say(2, 11.5) + place.say(7, 12.0) == []


def test_a_message_that_was_overtaken_is_seen(place: Place) -> None:
    place.say(3, 10.0)

    assert place.say(2, 11.0) == ["messages leave in the order decided"]


def test_one_that_was_in_doubt_for_ten_minutes_may_be_overtaken_and_not_before(place: Place) -> None:
    place.say(3, HOLDS_LANE)
    assert place.say(2, 700.0, tried=-1.0) == []

    place.say(5, 2 * HOLDS_LANE)
    assert place.say(4, 2000.0, tried=HOLDS_LANE + 30.0) == ["messages leave in the order decided"]


def test_a_nudge_that_waits_for_the_morning_may_be_overtaken(place: Place) -> None:
    place.say(3, 10.0)

    assert place.say(2, 5000.0, kind="nudge") == []


def test_other_places_and_other_deals_have_an_order_of_their_own(place: Place) -> None:
    place.say(3, 10.0)
    place.channel = Channel(place.channel.id, "elsewhere", BOT, set(), 0.0)
    place.slack = VirtualSlack("T2", (ANA,))

    assert place.say(2, 11.0) == []


def test_where_a_process_may_have_died_before_its_call_only_the_input_says_how_long_it_was_in_doubt() -> None:
    place = Place(is_torn=True)
    place.step("call", told_at=100.0)
    place.say(3, 100.0 + HOLDS_LANE - 1.0)

    assert place.say(2, 800.0, name="StepCommitted", what="call") == ["messages leave in the order decided"]
    assert place.say(1, 800.0, name="StepRescheduled", what="call") == []


def test_the_end_of_a_step_cannot_have_been_in_doubt_before_it_was_told() -> None:
    place = Place(is_torn=True)
    place.step("call", told_at=100.0)
    place.say(3, 100.0 + HOLDS_LANE + 20.0)

    assert place.say(2, 900.0, name="StepKept", what="call") == ["messages leave in the order decided"]
    assert place.say(1, 900.0, name="StepCommitted", what="call") == []
