"""People who hand work on, in an installation without a fault."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.simulation import hours
from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Weather
from tests.simulation.plan import Plan
from tests.simulation.setting import Setting
from tests.simulation.story import AwayStory
from tests.simulation.town import ANA, FAYE, OMAR, ZONES

HOUR, DAY = 3600.0, 86_400.0
MORNING = 1_792_400_000.0
"""A Monday, twenty to twelve in Helsinki."""


class Office:
    """A deal that was won this morning, and whoever hands something on in it."""

    def __init__(self) -> None:
        self.hub = Hub(Chance(1, []), MORNING, Weather())
        self.setting = Setting(self.hub, Plan())
        self.world, self.judge = self.setting.world, self.setting.judge
        self.handing = self.world.handing
        self.play(lambda: self.world.win("T1", 1))
        self.deal = self.setting.story.deals["t11"]

    def play(self, act: Any) -> None:
        self.hub.spawn("person", act)
        self.hub.run(self.hub.now + 60)

    def blamed(self) -> list[str]:
        """Return what is broken when all had time to be said."""
        self.hub.run(self.hub.now + HOUR)
        self.judge.audit(self.setting.trail(), self.setting.slacks)
        self.judge.close(self.setting.slacks, end=self.hub.now, calm_from=0.0)
        return [f"{each.invariant}: {each.seen}" for each in self.judge.broken]

    def events(self) -> list[str]:
        return [each.name for each in self.setting.trail()]

    def asked_of(self, kind: str) -> list[str]:
        """Return whom questions of a kind were put to, in their order."""
        slack = self.setting.slacks["T1"]
        said = sorted((each for channel in slack.channels.values() for each in channel.messages), key=lambda m: m.at)
        events = [json.loads(each.first).get("event", {}) for each in said]
        return [each["who"] for each in events if each.get("kind") == kind]


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    yield office
    office.hub.end()


def test_a_promise_is_asked_about_until_it_is_answered(office: Office) -> None:
    office.play(lambda: office.handing.promise(office.deal, 1))
    office.play(lambda: office.handing.promise(office.deal, 2))
    assert [each.waits for each in office.deal.promises] == [True, True]

    office.play(lambda: office.handing.answer(office.deal, office.deal.promises[0]))

    assert [each.waits for each in office.deal.promises] == [False, True]
    assert office.events().count("PromiseAccepted") == 1
    assert office.blamed() == []


def test_a_promise_that_is_taken_back_is_told_of(office: Office) -> None:
    office.play(lambda: office.handing.promise(office.deal, 1))
    office.play(lambda: office.handing.answer(office.deal, office.deal.promises[0]))
    office.play(lambda: office.handing.withdraw(office.deal, office.deal.promises[0]))

    assert office.judge.counts["said: say"] >= 2
    assert office.blamed() == []


def test_an_answer_that_the_judge_does_not_know_of_is_blamed(office: Office) -> None:
    office.play(lambda: office.handing.promise(office.deal, 1))
    office.play(lambda: office.handing.answer(office.deal, office.deal.promises[0]))
    office.deal.promises[0].answered = None

    assert "nothing is lost: t11: nobody is asked about promise 1" in office.blamed()


def test_who_gets_a_line_is_asked_for_it_on_its_day(office: Office) -> None:
    office.play(lambda: office.handing.give(office.deal))
    to = office.deal.holder
    assert to == OMAR

    office.hub.run(office.hub.now + DAY)

    assert office.asked_of("item_due") == [OMAR]
    assert office.blamed() == []


def test_a_line_given_on_its_day_is_asked_for_once_more_from_the_first_word_on(office: Office) -> None:
    office.hub.run(MORNING + DAY)
    office.play(lambda: office.handing.give(office.deal))
    office.hub.run(MORNING + 2 * DAY)

    assert office.asked_of("item_due") == [ANA, OMAR]
    assert office.blamed() == []


def test_another_holder_than_the_one_it_was_given_to_is_blamed(office: Office) -> None:
    office.play(lambda: office.handing.give(office.deal))
    office.deal.given[0].to = FAYE
    office.hub.run(office.hub.now + DAY)

    assert any(each.startswith("whoever has it is asked") for each in office.blamed())


def away(office: Office, days: int) -> None:
    """Let the seller, who owns the deal so far, be away from today on for so many days more."""
    office.play(lambda: office.world.answering.leave("T1", office.world.asked_in))
    (story,) = office.setting.story.absences
    assert story.who == ANA
    story.last += timedelta(days=days)


def test_whoever_leads_takes_over_from_an_owner_who_is_away(office: Office) -> None:
    away(office, 0)
    assert office.handing.is_surely_away("T1", ANA, office.hub.now)

    office.play(lambda: office.handing.take_over(office.deal))

    assert office.deal.taken[0].is_sure
    assert office.deal.owner == OMAR
    assert office.events().count("TookOver") == 1
    assert office.blamed() == []


def test_from_an_owner_who_is_there_it_is_only_asked_for(office: Office) -> None:
    office.play(lambda: office.handing.take_over(office.deal))

    assert office.deal.owner is None
    assert "TookOver" not in office.events()
    assert office.blamed() == []


def test_a_new_owner_whom_the_board_does_not_name_is_blamed(office: Office) -> None:
    away(office, 0)
    office.play(lambda: office.handing.take_over(office.deal))
    office.deal.taken[0].by = FAYE

    assert "exactly one owner: t11: the board says UOMAR, people say UFAYE" in office.blamed()


@pytest.mark.parametrize(("before", "is_away"), [(0.0, True), (DAY, False)])
def test_on_the_edge_of_a_day_nobody_is_sure(office: Office, before: float, is_away: bool) -> None:
    today = hours.wall(ZONES[ANA], MORNING).date()
    told = office.deal.won
    office.setting.story.absences.append(AwayStory("T1", ANA, today, today, told))

    assert office.handing.is_surely_away("T1", ANA, MORNING - before) is is_away
    late = hours.end_of(ZONES[ANA], today) + 6 * HOUR
    assert not office.handing.is_surely_away("T1", ANA, late)
