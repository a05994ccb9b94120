"""What people do about what they read, in an installation without a fault."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation import hours
from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Weather
from tests.simulation.plan import Plan
from tests.simulation.setting import Setting
from tests.simulation.slack import Message
from tests.simulation.town import ANA, OMAR, ZONES

HOUR = 3600.0
MORNING = 1_792_400_000.0
"""A Monday, twenty to twelve in Helsinki."""


class Office:
    """A deal that was won this morning, of which Omar has been asked for four hours of his whether he owns it."""

    def __init__(self) -> None:
        self.hub = Hub(Chance(1, []), MORNING, Weather())
        self.setting = Setting(self.hub, Plan())
        self.world = self.setting.world
        self.play(lambda: self.world.win("T1", 1))
        self.deal = self.setting.story.deals["t11"]
        self.hub.run(self.hub.now + 5 * HOUR)

    def play(self, act: Any) -> None:
        self.hub.spawn("person", act)
        self.hub.run(self.hub.now + 60)

    def said(self, what: str) -> int:
        return self.setting.judge.counts[what]


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    yield office
    office.hub.end()


def test_people_read_what_they_are_asked(office: Office) -> None:
    (asked,) = (each for each in office.deal.asked if each.kind == "owner_not_accepted")

    assert asked.who == OMAR
    assert hours.worked(ZONES[OMAR], MORNING, asked.at) >= 4.0


def test_a_question_that_is_put_off_for_an_hour_comes_again_once(office: Office) -> None:
    office.deal.asked = [each for each in office.deal.asked if each.kind == "owner_not_accepted"]
    office.play(lambda: office.world.answering.put_off(office.deal))
    (put_off,) = office.deal.put_off

    assert put_off.told.is_prompt
    assert office.said("said: again") == 0

    office.hub.run(office.hub.now + 20 * HOUR)
    assert office.said("said: again") == 1
    assert office.setting.judge.broken == []


def test_what_somebody_writes_stands_on_the_board(office: Office) -> None:
    office.play(lambda: office.world.answering.write(office.deal, 1))
    office.play(lambda: office.world.answering.write(office.deal, 2))
    office.hub.run(office.hub.now + HOUR)

    office.setting.judge.close(office.setting.slacks, end=office.hub.now, calm_from=0.0)
    assert office.deal.customer_line == "line 2"
    assert office.setting.judge.broken == []


def test_another_line_on_the_board_than_was_written_is_blamed(office: Office) -> None:
    office.play(lambda: office.world.answering.write(office.deal, 1))
    office.deal.lines[0].what = "another line"

    office.setting.judge.close(office.setting.slacks, end=office.hub.now + HOUR, calm_from=0.0)
    assert "the board shows what is" in [each.invariant for each in office.setting.judge.broken]


def test_what_asks_nobody_is_not_remembered(office: Office) -> None:
    known = len(office.deal.asked)
    office.world.answering.read(Message("1.1", "UBOT", '{"kind": "say"}', 0.0, [], None, first=""))

    assert len(office.deal.asked) == known


def test_who_leaves_is_known_to_be_away(office: Office) -> None:
    """The dullest of all: Ana, today, without a stand-in who would read of it."""
    for _ in range(2):
        office.play(lambda: office.world.answering.leave("T1", office.world.asked_in))

    assert [each.told.is_prompt for each in office.setting.story.absences] == [True, True]
    assert {each.who for each in office.setting.story.absences} == {ANA}
    assert office.setting.memory.ask("SELECT count(*) FROM outbox WHERE kind = 'absence'") == 0
    assert office.setting.judge.broken == []
