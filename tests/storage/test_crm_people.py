"""The people of other systems on both databases: missed, counted, chosen, and fenced between workspaces."""

from dataclasses import replace

import pytest

from bot.crm_people import Unmet, key_of
from bot.model import Deal, DealStatus, ItemStatus, UserId, WorkspaceId
from storage.opening import Storage
from tests.storage.examples import NOW, a_deal, an_item

MAX = Unmet("seller", "Max@Example.com", "find-seller")
KEY = key_of(MAX.said)
FAYE = UserId("UFAYE")


def waits(storage: Storage, here: WorkspaceId, external: str = "acme", **changes: object) -> Deal:
    """Put a deal there that waits for somebody."""
    line = replace(an_item(), key="find-seller", status=ItemStatus.OPEN)
    deal = replace(a_deal(here, external), items=(line,), **changes)  # type: ignore[arg-type]
    with storage.work(here) as work:
        work.add(deal, [], [])
        work.miss(deal.id, "erp", [MAX], now=NOW)
    return deal


def test_who_is_missed_is_known_once_and_counted_by_deals(storage: Storage, here: WorkspaceId) -> None:
    first, second = waits(storage, here), waits(storage, here, "globex")
    with storage.work(here) as work:
        work.miss(first.id, "erp", [Unmet("seller", "MAX@example.com ", "find-seller")], now=NOW)
        (person,) = work.crm_people()
        found = work.missing("erp", KEY, most=9)

    assert (person.said, person.key, person.user, person.waiting) == ("Max@Example.com", KEY, None, 2)
    assert {deal_id for deal_id, _ in found} == {first.id, second.id}


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.CLOSED])
def test_a_deal_that_does_not_run_waits_for_nobody(storage: Storage, here: WorkspaceId, status: DealStatus) -> None:
    waits(storage, here, status=status)

    with storage.work(here) as work:
        assert [each.waiting for each in work.crm_people()] == [0]
        assert work.missing("erp", KEY, most=9) == []


def test_a_line_that_somebody_ended_waits_no_more(storage: Storage, here: WorkspaceId) -> None:
    deal = waits(storage, here)
    with storage.work(here) as work:
        before = work.deal(deal.id)
        assert before
        work.save(before, replace(before, items=(replace(before.items[0], status=ItemStatus.DONE),)), [], [])

    with storage.work(here) as work:
        assert [each.waiting for each in work.crm_people()] == [0]


def test_whom_admins_chose_is_known_for_that_system_alone(storage: Storage, here: WorkspaceId) -> None:
    deal = waits(storage, here)
    with storage.work(here) as work:
        work.choose("erp", KEY, FAYE, is_stand_in=True)
        work.met(deal.id, "seller")

    with storage.work(here) as work:
        assert (work.crm_named("erp"), work.crm_named("hubspot")) == ({KEY: FAYE}, {})
        (person,) = work.crm_people()
        work.miss(deal.id, "erp", [MAX], now=NOW)
        (again,) = work.crm_people()
    assert (person.user, person.is_stand_in, person.waiting) == (FAYE, True, 0)
    assert (again.user, again.waiting) == (FAYE, 1)


def test_another_workspace_knows_none_of_them(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    deal = waits(storage, here)
    with storage.work(elsewhere) as work:
        work.choose("erp", KEY, FAYE, is_stand_in=False)
        work.met(deal.id, "seller")
        assert (work.crm_people(), work.crm_named("erp"), work.missing("erp", KEY, most=9)) == ([], {}, [])

    with storage.work(here) as work:
        assert [(each.user, each.waiting) for each in work.crm_people()] == [(None, 1)]
