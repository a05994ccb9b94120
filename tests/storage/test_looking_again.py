"""Deals whose people's time changed are due to be looked at soon, all of them, a batch with each tick and no one twice."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model import Deal, DealStatus, ItemStatus, Lost, Offer, StepStatus, UserId, WorkspaceId
from bot.outgoing import BOARD_ANEW
from bot.ports import Conflict
from storage.looking_again import LookingAgain
from storage.opening import Storage
from storage.schema.boxes import outbox
from tests.storage.examples import ANA, NOW, OMAR, PIA, a_deal, a_lapse, a_step, an_item

LATER = NOW + timedelta(days=5)
TICK = timedelta(seconds=5)
EVE = UserId("UEVE")
EVES = {
    "owned": {"owner_id": EVE},
    "offered": {"offer": Offer(EVE, ANA, NOW)},
    "led": {"leads": (("field", EVE),)},
    "promised": {"steps": (a_step(by=EVE),)},
    "held": {"items": (an_item(holder_id=EVE),)},
    "decided": {"lapses": (a_lapse(decider_id=EVE),)},
}
NOT_EVES = {
    "kept": {"steps": (a_step("kept", by=EVE, status=StepStatus.KEPT),)},
    "given": {"items": (an_item("given", holder_id=EVE, status=ItemStatus.ACCEPTED),)},
    "answered": {"lapses": (a_lapse("answered", decider_id=EVE, closed_at=NOW),)},
    "like": {"owner_id": UserId("UEVE1"), "leads": (("field", UserId("UEVE1")),)},
}


def store(storage: Storage, here: WorkspaceId, name: str, **changes: object) -> Deal:
    of_others = {"owner_id": OMAR, "leads": (("field", PIA),), "items": (), "steps": (), "lapses": (), "offer": None}
    given = {"next_review_at": LATER, "status": DealStatus.OPEN, **of_others, **changes}
    deal = a_deal(here, name, **given)
    with storage.work(here) as work:
        assert work.add(deal, [], [])
    return deal


def mark(storage: Storage, here: WorkspaceId, user: UserId | None = None, at: datetime = NOW) -> None:
    with storage.work(here) as work:
        work.look_again(user, at=at)


def due(storage: Storage, here: WorkspaceId, now: datetime = NOW) -> set[object]:
    with storage.work(here) as work:
        return set(work.due_deals(now=now, limit=1000))


def test_everybodys_deals_are_due_and_no_other_workspaces(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    mine, theirs = store(storage, here, "one"), store(storage, elsewhere, "other")
    mark(storage, here)

    assert storage.looking_again.mark(now=NOW) == 1

    assert due(storage, here) == {mine.id}
    assert not due(storage, elsewhere)
    assert due(storage, elsewhere, LATER) == {theirs.id}


@pytest.mark.parametrize("case", [*EVES, *NOT_EVES])
def test_a_persons_deals_are_those_that_their_time_can_move(storage: Storage, here: WorkspaceId, case: str) -> None:
    deal = store(storage, here, case, **(EVES | NOT_EVES)[case])
    mark(storage, here, EVE)

    storage.looking_again.mark(now=NOW)

    assert due(storage, here) == ({deal.id} if case in EVES else set())


def test_nothing_is_due_before_the_moment_it_was_asked_for(storage: Storage, here: WorkspaceId) -> None:
    deal = store(storage, here, "one")
    mark(storage, here, at=NOW + TICK)

    assert storage.looking_again.mark(now=NOW) == 0
    assert storage.looking_again.mark(now=NOW + TICK) == 1

    assert due(storage, here, NOW + TICK) == {deal.id}


def test_a_long_list_is_marked_over_many_ticks_and_each_deal_once(storage: Storage, here: WorkspaceId) -> None:
    looking_again = LookingAgain(storage.database, a_tick=3)
    deals = {store(storage, here, f"deal {n}").id for n in range(7)}
    mark(storage, here)

    marked = [looking_again.mark(now=NOW + n * TICK) for n in range(5)]

    assert marked == [3, 3, 1, 0, 0]
    assert due(storage, here, NOW + 5 * TICK) == deals


def test_who_changed_first_comes_first_and_all_share_a_ticks_room(storage: Storage, here: WorkspaceId) -> None:
    looking_again = LookingAgain(storage.database, a_tick=3)
    first = {store(storage, here, f"ana {n}", owner_id=ANA).id for n in range(2)}
    second = {store(storage, here, f"eve {n}", owner_id=EVE).id for n in range(2)}
    mark(storage, here, EVE, at=NOW)
    mark(storage, here, ANA, at=NOW - TICK)

    looking_again.mark(now=NOW)

    assert first < due(storage, here)
    looking_again.mark(now=NOW)
    assert due(storage, here) == first | second


def test_another_change_meanwhile_begins_anew(storage: Storage, here: WorkspaceId) -> None:
    looking_again = LookingAgain(storage.database, a_tick=2)
    for n in range(3):
        store(storage, here, f"deal {n}")
    mark(storage, here)
    looking_again.mark(now=NOW)

    mark(storage, here)

    assert [looking_again.mark(now=NOW) for _ in range(3)] == [2, 1, 0]


def test_what_is_due_already_keeps_its_place_in_the_queue(storage: Storage, here: WorkspaceId) -> None:
    store(storage, here, "long due", next_review_at=NOW - timedelta(hours=1))
    mark(storage, here)

    storage.looking_again.mark(now=NOW)

    assert due(storage, here, NOW - timedelta(minutes=59))


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.STOPPED])
def test_a_deal_without_a_clock_gets_none(storage: Storage, here: WorkspaceId, status: DealStatus) -> None:
    store(storage, here, "asleep", status=status, next_review_at=None)
    mark(storage, here)

    assert storage.looking_again.mark(now=NOW) == 0
    assert not due(storage, here, LATER)


def test_whoever_decided_by_the_old_time_must_look_again(storage: Storage, here: WorkspaceId) -> None:
    deal = store(storage, here, "one")
    with storage.work(here) as work:
        read = work.deal(deal.id)
    assert read
    mark(storage, here)
    storage.looking_again.mark(now=NOW)

    with pytest.raises(Conflict), storage.work(here) as work:
        work.save(read, read, (), ())


def test_it_goes_on_where_it_stood_after_a_restart(storage: Storage, here: WorkspaceId) -> None:
    looking_again = LookingAgain(storage.database, a_tick=2)
    for n in range(3):
        store(storage, here, f"deal {n}")
    mark(storage, here)
    looking_again.mark(now=NOW)

    another = LookingAgain(storage.database, a_tick=2)

    assert [another.mark(now=NOW), another.mark(now=NOW)] == [1, 0]


HERS = {"owner_id": EVE, "channel_name": "deal-acme-k3v9q2"}


def boards(storage: Storage) -> list[object]:
    """Return the deals whose boards are to be drawn anew, each as often as it is."""
    with storage.engine.connect() as connection:
        rows = connection.execute(select(outbox.c.deal_id).where(outbox.c.detail == BOARD_ANEW))
        return [row.deal_id for row in rows]


def draw(storage: Storage, here: WorkspaceId, *, at: datetime = NOW) -> None:
    with storage.work(here) as work:
        work.look_again(EVE, at=at, draws=True)


def test_every_board_of_an_owner_is_drawn_anew_however_many_they_own(storage: Storage, here: WorkspaceId) -> None:
    looking_again = LookingAgain(storage.database, a_tick=3)
    hers = {store(storage, here, f"deal {n}", **HERS).id for n in range(8)}
    draw(storage, here)

    drawn = []
    for n in range(5):
        looking_again.mark(now=NOW + n * TICK)
        drawn.append(len(boards(storage)))

    assert drawn == [3, 6, 8, 8, 8]
    assert set(boards(storage)) == hers


@pytest.mark.parametrize(
    "changes",
    [
        {"owner_id": OMAR, "leads": (("field", EVE),)},
        {"channel_name": None},
        {"channel_lost": Lost.GONE},
    ],
    ids=["somebody else owns it", "no channel", "its channel is gone"],
)
def test_a_board_that_does_not_name_them_or_stands_nowhere_is_left_alone(
    storage: Storage, here: WorkspaceId, changes: dict[str, object]
) -> None:
    deal = store(storage, here, "one", **(HERS | changes))
    draw(storage, here)

    storage.looking_again.mark(now=NOW)

    assert due(storage, here) == {deal.id}
    assert boards(storage) == []


def test_who_only_changed_their_hours_has_no_board_drawn(storage: Storage, here: WorkspaceId) -> None:
    store(storage, here, "one", **HERS)
    mark(storage, here, EVE)

    storage.looking_again.mark(now=NOW)

    assert boards(storage) == []


def test_each_change_has_the_board_drawn_once_more(storage: Storage, here: WorkspaceId) -> None:
    deal = store(storage, here, "one", **HERS)
    for at in (NOW, NOW + TICK, NOW + TICK):
        draw(storage, here, at=at)
        storage.looking_again.mark(now=NOW + TICK)

    assert boards(storage) == [deal.id] * 2, "The same moment is the same change."
