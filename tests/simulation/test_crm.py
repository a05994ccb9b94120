"""The CRM's own ways: it insists, corrects, and tells old news after newer."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.service import intake
from tests.simulation.chance import Chance
from tests.simulation.crm import PROMISED
from tests.simulation.hub import Hub, Weather
from tests.simulation.plan import Plan
from tests.simulation.setting import Setting
from tests.simulation.story import DealStory


class Office:
    """A whole installation without a fault."""

    def __init__(self, tape: list[int]) -> None:
        self.hub = Hub(Chance(1, tape), 1_792_400_000.0, Weather())
        self.setting = Setting(self.hub, Plan())
        self.erp = self.setting.world.erp

    def play(self, *acts: Any) -> None:
        for act in acts:
            self.hub.spawn("crm", act)
            self.hub.run(self.hub.now + 60)

    def win(self, *, is_private: bool = False) -> DealStory:
        self.play(lambda: self.erp.win("T1", 1, is_private=is_private))
        return self.setting.story.deals["t11"]

    def promised(self) -> str:
        found = self.setting.memory.ask("SELECT json_extract(facts, '$.promised_on') FROM deal")
        assert isinstance(found, str)
        return found


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office([])
    yield office
    office.hub.end()


def test_a_won_deal_is_taken_in_once(office: Office) -> None:
    deal = office.win()

    assert deal.won.is_certain
    assert office.setting.memory.ask("SELECT count(*) FROM deal") == 1
    assert office.promised() == PROMISED.isoformat()


def test_a_private_deal_comes_with_the_private_playbook(office: Office) -> None:
    office.win(is_private=True)

    assert office.setting.memory.ask("SELECT is_private FROM deal") == 1


def test_news_move_the_promised_date_and_are_remembered_as_told(office: Office) -> None:
    deal = office.win()
    office.play(lambda: office.erp.tell_news(deal))

    assert deal.promised == office.promised() == deal.news[1].promised


def test_older_news_after_newer_change_nothing(office: Office) -> None:
    deal = office.win()
    now = office.hub.now
    older, newer = (office.erp._news(deal, now + n) for n in (1.0, 2.0))
    for each in (newer, older):
        incoming = office.erp._incoming(deal, each.occurred_at, date.fromisoformat(each.promised))
        act = office.erp._telling(deal, intake.correct, incoming)
        office.play(lambda each=each, act=act: office.erp.inputs.sure(each.told, act))

    assert office.promised() == newer.promised
    assert newer.told.is_certain
    assert older.told.is_certain
