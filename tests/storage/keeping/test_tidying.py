"""What nobody needs any more is forgotten a little at a time, and nothing of a deal that goes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.events import DealOpened
from bot.model import ChannelId, Deal, DealStatus, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted, Rate, RowState
from storage.keeping.losses import mark_lost_in
from storage.keeping.tidying import BATCH, EVERY, USUAL, Forgotten, Keep, Tidying
from storage.opening import Storage, open_storage
from storage.schema.boxes import inbox, outbox
from storage.schema.deals import deal as deals
from storage.schema.deals import event
from storage.schema.keeping import sighting
from storage.schema.workspaces import bucket
from tests.storage.conftest import numbered_ids
from tests.storage.examples import ANA, NOW, a_deal, a_message, recorded

MACHINE = NOW + timedelta(days=5)
KEEP = USUAL
OVER = [DealStatus.STOPPED, DealStatus.CLOSED]
GOES_ON = [DealStatus.OPEN, DealStatus.HELD, DealStatus.BACKLOG]
HISTORY = recorded([DealOpened(ANA, "Site", 2)] * 3)


@pytest.fixture
def tidying(storage: Storage) -> Tidying:
    return Tidying(storage.database, KEEP)


def tidy(tidying: Tidying, here: WorkspaceId, days: float = 0) -> Forgotten:
    """Tidy so many days after everything happened."""
    after = timedelta(days=days)
    return tidying.tidy(here, now=NOW + after, machine=MACHINE + after)


def a_stored_deal(storage: Storage, here: WorkspaceId, *outgoing: Outgoing, **changes: Any) -> Deal:
    deal = a_deal(here, seq=len(HISTORY), **changes)
    with storage.work(here) as work:
        work.add(deal, HISTORY, outgoing)
    return deal


def about(deal_id: Any, key: str, kind: Kind = Kind.SAY) -> Outgoing:
    return replace(a_message(key, None), kind=kind, deal_id=deal_id)


def deliver(storage: Storage) -> None:
    """Send everything that waits, at one machine time."""
    while rows := storage.outbox.claim(now=MACHINE, business_now=NOW, lease_for=60, limit=100):
        for row in rows:
            assert storage.outbox.to_wire(row, now=MACHINE, body='{"text": "hello"}', channel_id=ChannelId("C1"))
            assert storage.outbox.sent(row, posted=Posted(ChannelId("C1"), "1.2"), now=MACHINE)


def column(storage: Storage, wanted: Any) -> Sequence[Any]:
    with storage.engine.connect() as connection:
        return connection.scalars(select(wanted).order_by(wanted)).all()


def test_inputs_are_known_again_for_a_month(storage: Storage, here: WorkspaceId, tidying: Tidying) -> None:
    with storage.work(here) as work:
        work.answer("old", "1-2", now=NOW)
        work.answer("young", "3-3", now=NOW + timedelta(days=1))

    assert tidy(tidying, here, 30).inputs == 0
    assert tidy(tidying, here, 30.5).inputs == 1
    assert column(storage, inbox.c.key) == ["young"]


@pytest.mark.parametrize("status", OVER)
def test_messages_of_a_deal_that_is_over_are_forgotten(
    storage: Storage, here: WorkspaceId, tidying: Tidying, status: DealStatus
) -> None:
    deal = a_stored_deal(storage, here, status=status)
    with storage.work(here) as work:
        work.send([about(deal.id, "said"), about(deal.id, "board", Kind.BOARD)])
    deliver(storage)

    assert tidy(tidying, here, 90).messages == 0
    assert tidy(tidying, here, 90.5).messages == 2


@pytest.mark.parametrize("status", GOES_ON)
def test_a_deal_that_goes_on_keeps_what_is_found_again_by_key(
    storage: Storage, here: WorkspaceId, tidying: Tidying, status: DealStatus
) -> None:
    deal = a_stored_deal(storage, here, status=status)
    spent = [Kind.EDIT, Kind.TOPIC, Kind.HOME]
    kinds = [kind for kind in Kind if kind not in spent]
    with storage.work(here) as work:
        work.send([about(deal.id, str(kind), kind) for kind in [*kinds, *spent]])
    deliver(storage)

    tidy(tidying, here, 1000)

    assert column(storage, outbox.c.key) == sorted(kinds)
    assert storage.outbox.posted(here, "board") == Posted(ChannelId("C1"), "1.2")
    assert len(column(storage, event.c.seq)) == len(HISTORY)


def test_what_is_kept_is_kept_without_its_words(storage: Storage, here: WorkspaceId, tidying: Tidying) -> None:
    deal = a_stored_deal(storage, here)
    with storage.work(here) as work:
        work.send([about(deal.id, "said")])
    deliver(storage)

    assert tidy(tidying, here, 90.5).words == 1
    assert column(storage, outbox.c.body) == [None]


def test_digests_are_forgotten(storage: Storage, here: WorkspaceId, tidying: Tidying) -> None:
    with storage.work(here) as work:
        work.send([replace(a_message("digest:team:C1:2026-11-22"), kind=Kind.DIGEST)])
    deliver(storage)

    assert tidy(tidying, here, 90.5).messages == 1


def test_what_still_waits_is_never_forgotten(storage: Storage, here: WorkspaceId, tidying: Tidying) -> None:
    deal = a_stored_deal(storage, here, status=DealStatus.CLOSED)
    with storage.work(here) as work:
        work.send([about(deal.id, "waits"), a_message("waits too")])

    done = tidy(tidying, here, 5000)

    assert (done.messages, done.events) == (0, 0)
    assert len(column(storage, outbox.c.key)) == 2


def test_the_history_of_a_deal_that_is_over_ends_after_years_and_the_deal_stays(
    storage: Storage, here: WorkspaceId, tidying: Tidying
) -> None:
    deal = a_stored_deal(storage, here, status=DealStatus.CLOSED)

    assert tidy(tidying, here, 3 * 365).events == 0
    assert tidy(tidying, here, 3 * 365 + 1).events == 3

    with storage.work(here) as work:
        assert work.deal(deal.id) == deal
        assert work.history(deal.id) == []
    assert column(storage, deals.c.forgotten_seq) == [3]


def test_a_deal_that_goes_on_later_counts_on_without_a_gap(
    storage: Storage, here: WorkspaceId, tidying: Tidying
) -> None:
    before = a_stored_deal(storage, here, status=DealStatus.CLOSED)
    tidy(tidying, here, 2000)

    after = replace(before, status=DealStatus.OPEN, seq=4)
    with storage.work(here) as work:
        work.save(before, after, recorded([DealOpened(ANA, "Site", 2)], after=3, at=NOW + timedelta(days=2000)), [])

    assert column(storage, event.c.seq) == [4]
    assert tidy(tidying, here, 2001).events == 0


def test_history_may_be_kept_for_ever(storage: Storage, here: WorkspaceId) -> None:
    a_stored_deal(storage, here, status=DealStatus.CLOSED)

    assert tidy(Tidying(storage.database, Keep(history=None)), here, 10_000).events == 0


@pytest.mark.parametrize(
    ("chosen", "days", "is_gone"), [(365, 366, True), (365, 364, False), (1, 89, False), (9_999, 1_096, True)]
)
def test_a_workspace_may_forget_history_sooner_than_the_operator_and_never_later(
    storage: Storage, here: WorkspaceId, tidying: Tidying, chosen: int, days: int, is_gone: bool
) -> None:
    a_stored_deal(storage, here, status=DealStatus.CLOSED)
    with storage.work(here) as work:
        home = work.workspace()
        work.put_workspace(replace(home, rules=replace(home.rules, history_days=chosen)))

    assert bool(tidy(tidying, here, days).events) is is_gone


def test_a_choice_holds_where_the_operator_keeps_history_for_ever() -> None:
    assert Keep(history=None).shortened(365).history == timedelta(days=365)


def test_history_is_not_kept_shorter_than_messages_that_are_drawn_from_it() -> None:
    with pytest.raises(ValueError, match="history is kept at least as long"):
        Keep(history=timedelta(days=1))


def test_a_turn_takes_a_batch_and_says_whether_there_is_more(
    storage: Storage, here: WorkspaceId, tidying: Tidying
) -> None:
    with storage.work(here) as work:
        for number in range(BATCH + 3):
            work.answer(f"input {number}", "nothing", now=NOW)

    first, second = tidy(tidying, here, 31), tidy(tidying, here, 31)

    assert (first.inputs, first.is_all) == (BATCH, False)
    assert (second.inputs, second.is_all) == (3, True)


def test_a_workspace_is_tidied_once_a_day(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId, tidying: Tidying
) -> None:
    assert set(tidying.due(now=NOW)) == {here, elsewhere}

    tidy(tidying, here)

    assert tidying.due(now=NOW) == [elsewhere]
    assert set(tidying.due(now=NOW + EVERY)) == {here, elsewhere}


def test_running_it_often_enough_brings_every_workspace_through(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.work(here) as work:
        for number in range(BATCH + 3):
            work.answer(f"input {number}", "nothing", now=NOW)

    later = {"now": NOW + timedelta(days=31), "machine": MACHINE + timedelta(days=31)}
    storage.tidying.run(**later)
    assert storage.tidying.due(now=later["now"]) == [here]
    storage.tidying.run(**later)
    assert storage.tidying.due(now=later["now"]) == []
    assert column(storage, inbox.c.key) == []


def test_another_workspace_loses_nothing(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId, tidying: Tidying
) -> None:
    deal = a_stored_deal(storage, elsewhere, status=DealStatus.CLOSED)
    with storage.work(elsewhere) as work:
        work.answer("input", "nothing", now=NOW)
        work.send([about(deal.id, "said")])
    deliver(storage)

    assert tidy(tidying, here, 5000) == Forgotten(0, 0, 0, 0, is_all=True)
    assert len(column(storage, inbox.c.key)) == len(column(storage, outbox.c.body)) == 1


def test_buckets_that_are_full_again_are_forgotten_and_closed_ones_kept(
    storage: Storage, here: WorkspaceId, tidying: Tidying
) -> None:
    for name in ("idle", "closed"):
        storage.outbox.take(here, [Rate(name, 1.0, 5.0)], now=NOW)
    storage.outbox.hold(here, "closed", until=NOW + timedelta(days=2))

    tidy(tidying, here, 1)

    assert column(storage, bucket.c.name) == ["closed"]


def test_what_a_restore_began_ends_after_a_month(storage: Storage, here: WorkspaceId, tidying: Tidying) -> None:
    mark_lost_in(storage.database, since=NOW - EVERY, now=NOW, machine=MACHINE)
    (loss,) = storage.looking_back.losses()
    storage.looking_back.keep(loss, ChannelId("C1"), {"mark": Posted(ChannelId("C1"), "1.2")}, reached=None)

    tidy(tidying, here, 31)
    assert column(storage, sighting.c.mark) == ["mark"]

    storage.looking_back.finish(loss)
    tidy(tidying, here, 31)
    assert column(storage, sighting.c.mark) == []
    found = storage.workspaces.get(here)
    assert found is not None
    assert not found.is_restored


def test_a_year_of_a_busy_workspace_comes_down_to_what_its_open_deals_need(
    storage: Storage, here: WorkspaceId, tidying: Tidying
) -> None:
    deal = a_stored_deal(storage, here)
    with storage.work(here) as work:
        work.send([about(deal.id, f"edit:{number}", Kind.EDIT) for number in range(600)])
        work.send([about(deal.id, "board", Kind.BOARD)])
    long_ago = MACHINE - timedelta(days=200)
    with storage.engine.begin() as connection:
        connection.execute(update(outbox).values(state=RowState.SENT, ended_at=long_ago))

    turns = 1
    while not tidy(tidying, here).is_all:
        turns += 1

    with storage.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 1
    assert turns == 2


def test_periods_are_given_in_days_and_those_of_the_documents_are_the_usual_ones() -> None:
    assert Keep.for_days(inputs=30, messages=90, history=1095) == USUAL


def test_a_history_of_no_days_is_kept_for_ever() -> None:
    assert Keep.for_days(inputs=30, messages=90, history=0).history is None


@pytest.mark.parametrize(("messages", "history"), [(90, 89), (2, 1)])
def test_a_history_that_ends_before_its_messages_is_refused(messages: int, history: int) -> None:
    with pytest.raises(ValueError, match="at least as long as messages"):
        Keep.for_days(inputs=30, messages=messages, history=history)


def test_a_memory_is_opened_with_the_periods_that_are_given(url: str) -> None:
    storage = open_storage(url, ids=numbered_ids(), keep=Keep.for_days(inputs=1, messages=90, history=0))
    here = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id
    with storage.work(here) as work:
        work.answer("press:1", "1-1", now=NOW)

    assert storage.tidying.tidy(here, now=NOW + timedelta(hours=23), machine=MACHINE).inputs == 0
    assert storage.tidying.tidy(here, now=NOW + timedelta(hours=25), machine=MACHINE).inputs == 1
    storage.close()
