"""Private deals: who may read of one, where, and who may not."""

import json
from typing import Any

import pytest

from tests.simulation.judges.privacy import INVARIANT, Privacy
from tests.simulation.judges.trail import Entry
from tests.simulation.slack import BOT, Channel, VirtualSlack
from tests.simulation.story import DealStory, Story, Told
from tests.simulation.town import ANA, FAYE, LIV, OMAR, ZONES


class House:
    """A private deal with its channel, and everybody's direct messages."""

    def __init__(self) -> None:
        self.deal = DealStory("t11", "T1", ANA, OMAR, Told(0.0, 0.0), is_private=True)
        self.privacy = Privacy(Story({"t11": self.deal}))
        self.slack = VirtualSlack("T1", tuple(ZONES))
        self.home = self.slack.make("deal-t11-abc234", BOT, is_private=True)

    def direct(self, person: str) -> Channel:
        return self.slack.channels[self.slack.call("conversations.open", {"users": person})["channel"]["id"]]

    def said(self, where: Channel, **facts: Any) -> list[str]:
        return [each.invariant for each in self.privacy.posted(where, {"key": "a", **facts})]


@pytest.fixture
def house() -> House:
    return House()


def test_its_own_channel_and_its_own_people_may_read_of_it(house: House) -> None:
    seen = house.said(house.home, deal="t11")
    for person in (ANA, OMAR, FAYE):
        seen += house.said(house.direct(person), deal="t11")

    assert seen == []


def test_somebody_elses_direct_messages_are_seen(house: House) -> None:
    assert house.said(house.direct(LIV), deal="t11") == [INVARIANT]


def test_whoever_is_asked_to_decide_is_one_of_its_people_from_then_on(house: House) -> None:
    assert house.said(house.direct(LIV), deal="t11", event={"decider_id": LIV}) == []
    assert house.said(house.direct(LIV), deal="t11") == []


def test_whoever_was_brought_in_to_decide_may_be_there_before_the_word_is(house: House) -> None:
    house.home.members.add(LIV)
    assert [each.invariant for each in house.privacy.home(house.deal, house.home)] == [INVARIANT]

    house.privacy.decided([Entry("t11", 1, 1, "Nudged", json.dumps({"decider_id": LIV}))])

    assert list(house.privacy.home(house.deal, house.home)) == []


def test_another_channel_is_seen_though_its_people_are_in_it(house: House) -> None:
    assert house.said(house.slack.make("team", "UANA"), deal="t11") == [INVARIANT]


def test_a_digest_that_names_it_to_somebody_else_is_seen(house: House) -> None:
    assert house.said(house.direct(LIV), digest={"deals": ["t12", "t11"]}) == [INVARIANT]
    assert house.said(house.direct(ANA), digest={"deals": ["t11"]}) == []


def test_an_open_deal_may_be_spoken_of_everywhere(house: House) -> None:
    house.deal.is_private = False

    assert house.said(house.direct(LIV), deal="t11") == []
    assert list(house.privacy.home(house.deal, house.slack.make("deal-t11-other", BOT))) == []


def test_a_channel_that_everybody_can_find_is_seen(house: House) -> None:
    assert list(house.privacy.home(house.deal, house.home)) == []

    house.home.is_private = False
    assert [each.seen for each in house.privacy.home(house.deal, house.home)] == [
        "deal-t11-abc234 is open to everybody"
    ]


def test_a_stranger_in_its_channel_is_seen(house: House) -> None:
    house.home.members |= {ANA, LIV}

    assert [each.seen for each in house.privacy.home(house.deal, house.home)] == ["ULIV in deal-t11-abc234"]
