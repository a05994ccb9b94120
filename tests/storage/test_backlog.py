"""Long lists of won deals come in quickly, and once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from bot.events import DealImported
from bot.model import BATON, Deal, DealId, DealStatus, Facts, WorkspaceId
from bot.playbook import Ladder
from bot.ports import Backlogged, Sort, Wanted
from storage.opening import Storage
from tests.storage.examples import NOW, OMAR, a_deal


def a_row(number: int, source: str = "crm") -> Backlogged:
    return Backlogged(
        id=DealId(UUID(int=number + 1)),
        source=source,
        external_id=f"D-{number}",
        short=f"s{number}",
        kind="saas",
        facts=Facts(name=f"Deal {number}", account="Acme", won_at=NOW - timedelta(days=number)),
        seller_name="Ana B.",
        owner_id=OMAR,
    )


def test_a_listed_deal_waits_in_the_backlog_with_its_first_event(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        assert work.add_backlog([a_row(0)], now=NOW) == 1

    with storage.work(here) as work:
        deal = work.deal_from("crm", "D-0")
        (first,) = work.history(a_row(0).id)
        assert work.backlog_sellers([a_row(0).id]) == {a_row(0).id: "Ana B."}
    assert deal == Deal(
        id=a_row(0).id,
        workspace_id=here,
        source="crm",
        external_id="D-0",
        short="s0",
        kind="saas",
        facts=a_row(0).facts,
        status=DealStatus.BACKLOG,
        seller_id=OMAR,
        owner_id=OMAR,
        zone="UTC",
        ladder=Ladder(),
        seq=1,
    )
    assert (first.seq, first.at, first.actor, first.event) == (1, NOW, BATON, DealImported())


def test_the_same_list_again_adds_nothing(storage: Storage, here: WorkspaceId) -> None:
    rows = [a_row(number) for number in range(3)]
    with storage.work(here) as work:
        work.add_backlog(rows, now=NOW)

    with storage.work(here) as work:
        assert work.add_backlog([*rows, a_row(3)], now=NOW) == 1
        assert work.add_backlog([], now=NOW) == 0
        assert work.count(Wanted(statuses=(DealStatus.BACKLOG,))) == 4
        assert all(len(work.history(row.id)) == 1 for row in rows)


def test_a_line_that_stands_twice_in_one_list_is_one_deal(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        assert work.add_backlog([a_row(0), a_row(0)], now=NOW) == 1


def test_a_deal_that_is_already_under_way_is_left_alone(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, source="crm", external_id="D-0"), [], [])
        assert work.add_backlog([a_row(0)], now=NOW) == 0
        deal = work.deal_from("crm", "D-0")

    assert deal is not None
    assert deal.status is DealStatus.OPEN


def test_the_newest_of_the_backlog_come_first(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add_backlog([a_row(number) for number in (2, 0, 1)], now=NOW)
        wanted = Wanted(statuses=(DealStatus.BACKLOG,), sort=Sort.NEWEST_WON, limit=2)
        assert [deal.external_id for deal in work.deals(wanted)] == ["D-0", "D-1"]


def test_sellers_of_deals_that_came_another_way_are_not_listed(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
        assert work.backlog_sellers([a_deal(here).id]) == {}


@pytest.mark.parametrize("count", [10, 1000])
def test_the_number_of_statements_does_not_grow_with_the_list(storage: Storage, here: WorkspaceId, count: int) -> None:
    statements: list[str] = []

    @event.listens_for(storage.engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement[:20])

    with storage.work(here) as work:
        assert work.add_backlog([a_row(number) for number in range(count)], now=NOW) == count

    assert len([each for each in statements if each.startswith("INSERT")]) == 2
