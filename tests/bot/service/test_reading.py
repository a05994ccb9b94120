"""Reading without changing: lists show what a person may see, and nothing of anybody else's private deals."""

from dataclasses import replace

import pytest

from bot.model import DealId, UserId
from bot.refusals import NoSuchDeal
from bot.rules.members import may_see
from bot.service import intake, reading
from bot.service.desk import by_id
from bot.service.reading import Scope
from tests.bot.making import ANA, FAYE, LIV, NOW, OMAR, PEOPLE, STRANGER, a_deal, a_lapse, a_step, an_item, at, id_of
from tests.bot.service.conftest import PLAYBOOK, Office, won


def listed(office: Office, scope: Scope, user: UserId = LIV) -> tuple[list[str], int]:
    found, total = reading.listed(office.desk, office.workspace.id, scope, user)
    return [deal.external_id for deal in found], total


def test_a_deal_is_seen_with_the_people_around_it(office: Office, opened: DealId) -> None:
    seen = reading.see(office.desk, office.asked(LIV), by_id(opened))

    assert (seen.deal, seen.people) == (office.deal(opened), PEOPLE)
    assert reading.around(office.desk, office.workspace.id) == seen.context


def test_a_deal_that_is_not_there_is_not_seen(office: Office) -> None:
    with pytest.raises(NoSuchDeal):
        reading.see(office.desk, office.asked(LIV), by_id(DealId(id_of("nothing"))))


def test_history_is_told_from_the_beginning(office: Office, opened: DealId) -> None:
    seen, history = reading.history(office.desk, office.asked(LIV), by_id(opened))

    assert [each.seq for each in history] == list(range(1, seen.deal.seq + 1))


@pytest.mark.parametrize(("user", "expected"), [(ANA, ["D-1"]), (OMAR, ["D-1"]), (STRANGER, [])])
def test_mine_are_the_deals_that_need_me(office: Office, opened: DealId, user: UserId, expected: list[str]) -> None:
    assert listed(office, Scope.MINE, user) == (expected, len(expected))


def test_a_stalled_deal_is_one_with_an_open_lapse(office: Office, opened: DealId) -> None:
    assert listed(office, Scope.STALLED) == ([], 0)

    office.receive(won(at=at("2026-11-25 12:00")), now=at("2026-11-25 12:00"))
    office.receive(won("D-2"))
    late = intake.Origin(office.workspace.id, ANA, at("2026-11-25 12:00"))
    intake.correct(office.desk, late, won(at=at("2026-11-25 12:00"), facts=replace(won().facts, name="Acme II")))

    assert listed(office, Scope.STALLED) == (["D-1"], 1)
    assert listed(office, Scope.ALL)[1] == 2


def test_private_deals_are_listed_for_their_people_only(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_playbooks([replace(PLAYBOOK, id="p2", is_private=True)], now=NOW)
    office.receive()

    assert listed(office, Scope.ALL, ANA) == (["D-1"], 1)
    assert listed(office, Scope.ALL, LIV) == ([], 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"owner_id": LIV},
        {"seller_id": LIV},
        {"leads": (("sales", LIV),)},
        {"steps": (a_step(by=LIV),)},
        {"items": (an_item(holder_id=LIV),)},
        {"lapses": (a_lapse(decider_id=LIV),)},
    ],
)
def test_whoever_works_on_a_private_deal_may_see_it(changes: dict[str, object]) -> None:
    deal = a_deal(is_private=True)

    assert not may_see(deal, LIV)
    assert may_see(replace(deal, **changes), LIV)  # type: ignore[arg-type]
    assert may_see(replace(deal, is_private=False), FAYE)
