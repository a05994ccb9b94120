"""Order: who may overtake whom in one place, and for which excuse."""

from typing import Any

import pytest

from tests.simulation.judges.lanes import HOLDS_LANE, Lanes
from tests.simulation.slack import BOT, Channel, Message, VirtualSlack
from tests.simulation.town import ANA

LATE = 5000.0
OUT_OF_ORDER = ["messages leave in the order decided"]


class Place:
    """A deal's channel, and what is said in it."""

    def __init__(self) -> None:
        self.marks: dict[str, list[float]] = {}
        self.lanes = Lanes(marks=self.marks)
        self.slack = VirtualSlack("T1", (ANA,))
        self.channel = self.slack.make("deal-t11-abc234", BOT)

    def say(
        self, seq: int, at: float, *, marked: tuple[float, ...] = (), kind: str = "say", event: str = "StepKept"
    ) -> list[str]:
        """Say something that was marked at those moments, and return what the judge says to it."""
        key = f"said:{seq}"
        self.marks[key] = [*marked]
        said = Message(str(at), BOT, "", at, [], {"event_payload": {"k": key}})
        facts: dict[str, Any] = {"key": key, "kind": kind, "seq": seq, "deal": "t11", "event": {"name": event}}
        return [each.invariant for each in self.lanes.posted(self.slack, self.channel, said, facts)]


@pytest.fixture
def place() -> Place:
    return Place()


def test_messages_in_their_order_blame_nobody(place: Place) -> None:
    assert place.say(1, 10.0) + place.say(2, 11.0) + place.say(2, 11.5) + place.say(7, 12.0) == []


def test_a_message_that_was_overtaken_is_seen(place: Place) -> None:
    place.say(3, 10.0)

    assert place.say(2, 11.0, marked=(9.0,)) == OUT_OF_ORDER


def test_one_that_was_in_doubt_for_ten_minutes_may_be_overtaken_and_not_before(place: Place) -> None:
    place.say(3, HOLDS_LANE)
    assert place.say(2, LATE, marked=(0.0,)) == []

    place.say(5, 2 * HOLDS_LANE)
    assert place.say(4, LATE, marked=(HOLDS_LANE + 30.0,)) == OUT_OF_ORDER


def test_one_that_was_tried_again_and_again_was_never_in_doubt_for_long(place: Place) -> None:
    place.say(3, HOLDS_LANE + 300.0)

    assert place.say(2, LATE, marked=(0.0, 400.0, 800.0)) == OUT_OF_ORDER


def test_one_that_was_in_doubt_for_long_once_may_have_been_overtaken_then(place: Place) -> None:
    place.say(3, HOLDS_LANE + 10.0)

    assert place.say(2, LATE, marked=(0.0, HOLDS_LANE + 20.0)) == []


def test_one_that_never_left_has_no_excuse(place: Place) -> None:
    place.say(3, LATE)

    assert place.say(2, 2 * LATE) == OUT_OF_ORDER


def test_all_that_overtook_it_need_the_excuse(place: Place) -> None:
    place.say(3, 10.0)
    place.say(4, LATE)

    assert place.say(2, 2 * LATE, marked=(5.0,)) == OUT_OF_ORDER


def test_what_waits_for_the_morning_may_be_overtaken(place: Place) -> None:
    place.say(3, 10.0)

    assert place.say(2, LATE, kind="nudge") == []
    assert place.say(2, LATE, kind="tell", event="ChannelLost") == []
    assert place.say(2, LATE, kind="tell", event="FactsChanged") == OUT_OF_ORDER


def test_other_places_and_other_deals_have_an_order_of_their_own(place: Place) -> None:
    place.say(3, 10.0)
    place.channel = Channel(place.channel.id, "elsewhere", BOT, set(), 0.0)
    place.slack = VirtualSlack("T2", (ANA,))

    assert place.say(2, 11.0) == []


def test_a_memory_that_loses_time_doubts_what_it_has_and_is_excused(place: Place) -> None:
    place.lanes.is_forgetful = True
    place.say(3, 10.0)

    assert place.say(2, 11.0) == []
