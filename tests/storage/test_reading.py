"""Deals are found by what they are, in the order asked for, in a fixed number of statements."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.model import Deal, DealId, DealStatus, ItemStatus, Offer, Parked, StepStatus, UserId, WaitingOn, WorkspaceId
from bot.ports import Sort, Wanted
from storage.opening import Storage
from tests.storage.examples import (
    ANA,
    NOW,
    OMAR,
    PIA,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    due,
    id_of,
    minutes,
)


def add(storage: Storage, *deals: Deal) -> None:
    for deal in deals:
        with storage.work(deal.workspace_id) as work:
            assert work.add(deal, [], [])


def names(storage: Storage, here: WorkspaceId, wanted: Wanted) -> list[str]:
    with storage.work(here) as work:
        found = [deal.external_id for deal in work.deals(wanted)]
        assert work.count(replace(wanted, limit=1)) >= len(found)
    return found


def test_a_deal_is_found_by_its_source_and_by_its_channel(storage: Storage, here: WorkspaceId) -> None:
    deal = a_deal(here, channel_id="C1")
    add(storage, deal)

    with storage.work(here) as work:
        assert work.deal_from("erp", "acme") == deal
        assert work.deal_in("C1") == deal
        assert work.deal_from("erp", "other") is None
        assert work.deal_in("C2") is None


@pytest.mark.parametrize(
    ("concerns", "deal"),
    [
        (True, {"owner_id": OMAR}),
        (False, {"seller_id": OMAR}),
        (True, {"offer": Offer(to=OMAR, by=ANA, at=NOW)}),
        (False, {"offer": Offer(to=ANA, by=OMAR, at=NOW)}),
        (True, {"steps": (a_step(by=OMAR),)}),
        (False, {"steps": (a_step(by=OMAR, status=StepStatus.KEPT),)}),
        (True, {"items": (an_item(holder_id=OMAR),)}),
        (False, {"items": (an_item(holder_id=OMAR, status=ItemStatus.WAITING),)}),
        (False, {"items": (an_item(holder_id=OMAR, status=ItemStatus.ACCEPTED),)}),
        (True, {"lapses": (a_lapse(decider_id=OMAR),)}),
        (False, {"lapses": (a_lapse(decider_id=OMAR, closed_at=NOW),)}),
    ],
)
def test_a_deal_concerns_who_owns_it_or_must_act_or_decide(
    storage: Storage, here: WorkspaceId, concerns: bool, deal: dict[str, object]
) -> None:
    add(storage, a_deal(here, **deal))

    assert names(storage, here, Wanted(person=OMAR)) == (["acme"] if concerns else [])


def test_every_condition_must_hold(storage: Storage, here: WorkspaceId) -> None:
    add(
        storage,
        a_deal(here, "stalled", lapses=(a_lapse(),), owner_id=OMAR),
        a_deal(here, "moving", owner_id=OMAR, lapses=(a_lapse("past", closed_at=NOW),)),
        a_deal(here, "closed", status=DealStatus.CLOSED, lapses=(a_lapse(),), owner_id=OMAR),
        a_deal(here, "another's", lapses=(a_lapse(),)),
    )

    assert names(storage, here, Wanted(person=OMAR, with_open_lapse=True)) == ["stalled"]


def test_deals_are_listed_by_what_is_due_next(storage: Storage, here: WorkspaceId) -> None:
    chase = Parked(WaitingOn.CUSTOMER, until=due(NOW + minutes(30)), chaser_id=PIA, reason="their lawyer")
    add(
        storage,
        a_deal(here, "nothing dated"),
        a_deal(here, "item", items=(an_item(due=due(NOW + minutes(20))),)),
        a_deal(here, "parked", steps=(a_step(due=due(NOW), parked=chase),)),
        a_deal(here, "step", steps=(a_step(due=due(NOW + minutes(10))), a_step("later", due=due(NOW + minutes(90))))),
        a_deal(here, "kept", steps=(a_step(due=due(NOW), status=StepStatus.KEPT),), items=(an_item(due=None),)),
    )

    assert names(storage, here, Wanted(limit=3)) == ["step", "item", "parked"]


def test_the_next_due_moment_follows_a_save(storage: Storage, here: WorkspaceId) -> None:
    add(storage, a_deal(here, "a", steps=(a_step(due=due(NOW)),)), a_deal(here, "b", steps=(a_step(due=due()),)))
    with storage.work(here) as work:
        before = work.deal_from("erp", "a")
        moved = replace(before.steps[0], due=due(NOW + timedelta(days=9)))
        work.save(before, replace(before, steps=(moved,)), [], [])

    assert names(storage, here, Wanted()) == ["b", "a"]


def test_deals_are_listed_newest_won_first_and_undated_last(storage: Storage, here: WorkspaceId) -> None:
    facts = a_deal(here).facts
    add(
        storage,
        a_deal(here, "old", facts=replace(facts, won_at=NOW - timedelta(days=9)), status=DealStatus.BACKLOG),
        a_deal(here, "unknown", facts=replace(facts, won_at=None), status=DealStatus.BACKLOG),
        a_deal(here, "new", status=DealStatus.BACKLOG),
    )

    wanted = Wanted(statuses=(DealStatus.BACKLOG,), sort=Sort.NEWEST_WON)

    assert names(storage, here, wanted) == ["new", "old", "unknown"]


def test_counting_ignores_the_limit(storage: Storage, here: WorkspaceId) -> None:
    add(storage, *(a_deal(here, str(number)) for number in range(5)))

    with storage.work(here) as work:
        assert len(work.deals(Wanted(limit=2))) == 2
        assert work.count(Wanted(limit=2)) == 5


def test_due_deals_come_longest_due_first_and_not_before_their_moment(storage: Storage, here: WorkspaceId) -> None:
    add(
        storage,
        a_deal(here, "never", next_review_at=None),
        a_deal(here, "soon", next_review_at=NOW + timedelta(microseconds=1)),
        a_deal(here, "now", next_review_at=NOW),
        a_deal(here, "long ago", next_review_at=NOW - timedelta(days=1)),
    )

    with storage.work(here) as work:
        assert work.due_deals(now=NOW, limit=9) == [DealId(id_of("long ago")), DealId(id_of("now"))]
        assert work.due_deals(now=NOW, limit=1) == [DealId(id_of("long ago"))]


@pytest.mark.parametrize("count", [1, 40])
def test_any_number_of_whole_deals_takes_four_statements(storage: Storage, here: WorkspaceId, count: int) -> None:
    parts = {"items": (an_item(),), "steps": (a_step(),), "lapses": (a_lapse(),)}
    add(storage, *(a_deal(here, str(number), **parts) for number in range(count)))
    statements: list[str] = []

    @event.listens_for(storage.engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with storage.work(here) as work:
        assert len(work.deals(Wanted())) == count

    assert len([each for each in statements if each.startswith("SELECT")]) == 4


def test_the_id_of_a_person_is_no_pattern(storage: Storage, here: WorkspaceId) -> None:
    handed_in = an_item(status=ItemStatus.DONE, accepted_by="finance")
    add(storage, a_deal(here, "theirs", leads=(("finance", UserId("UXANA")),), items=(handed_in,)))

    with storage.work(here) as work:
        found = [work.count(Wanted(person=UserId(person))) for person in ("UXANA", "U_ANA", "U%", "UXANA/")]

    assert found == [1, 0, 0, 0]
