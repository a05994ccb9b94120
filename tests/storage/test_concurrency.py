"""Threads that meet: one save wins, no row is claimed twice, lanes keep their order."""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Lock

import pytest

from bot.model import ChannelId, UserId, WorkspaceId
from bot.ports import Conflict, Posted, Rate
from storage.opening import Storage
from tests.storage.examples import NOW, OMAR, PIA, a_deal, a_message, kept


def together(count: int, act: Callable[[int], object]) -> list[object]:
    """Let threads act at the same moment and return what each got."""
    barrier = Barrier(count)

    def wait_and_act(number: int) -> object:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_act, range(count)))


def test_of_two_saves_of_one_version_exactly_one_wins(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
        before = work.deal_from("erp", "acme")
    assert before is not None

    def save(number: int) -> UserId | None:
        owner = (OMAR, PIA)[number]
        try:
            with storage.work(here) as work:
                work.save(before, replace(before, owner_id=owner, seq=1), [kept(1)], [a_message(f"by {owner}")])
        except Conflict:
            return None
        return owner

    winners = [owner for owner in together(2, save) if owner]

    assert len(winners) == 1
    with storage.work(here) as work:
        after = work.deal(before.id)
        assert after is not None
        assert (after.owner_id, after.version, len(work.history(before.id))) == (winners[0], 1, 1)
    assert storage.outbox.waiting(business_now=NOW) == 1


def test_of_two_deals_from_one_source_id_exactly_one_is_added(storage: Storage, here: WorkspaceId) -> None:
    def add(number: int) -> bool:
        with storage.work(here) as work:
            deal = replace(a_deal(here, str(number)), external_id="same")
            return work.add(deal, [], [a_message("brief")])

    assert sorted(map(bool, together(4, add))) == [False, False, False, True]
    assert storage.outbox.waiting(business_now=NOW) == 1


def test_of_two_answers_to_one_input_exactly_one_stands(storage: Storage, here: WorkspaceId) -> None:
    def answer(number: int) -> bool:
        try:
            with storage.work(here) as work:
                work.answer("press", str(number), now=NOW)
        except Conflict:
            return False
        return True

    assert sorted(map(bool, together(4, answer))) == [False, False, False, True]


def test_a_team_that_is_met_twice_at_once_is_one_workspace(storage: Storage) -> None:
    made = together(4, lambda _: storage.workspaces.ensure("T7", bot_user_id=UserId("UBOT")).id)

    assert len(set(made)) == 1
    assert len(storage.workspaces.all()) == 1


def test_eight_couriers_deliver_each_row_once_and_each_lane_in_order(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    for workspace_id in (here, elsewhere):
        with storage.work(workspace_id) as work:
            work.send([a_message(f"{lane}:{number}", f"L{lane}") for number in range(6) for lane in range(6)])
    delivered: dict[tuple[WorkspaceId, str | None], list[str]] = defaultdict(list)
    noting = Lock()

    def courier(_: int) -> None:
        while storage.outbox.waiting(business_now=NOW):
            for row in storage.outbox.claim(now=NOW, business_now=NOW, lease_for=600, limit=3):
                assert storage.outbox.to_wire(row, now=NOW, body="x", channel_id=None)
                with noting:
                    delivered[row.workspace_id, row.outgoing.lane].append(row.outgoing.key)
                assert storage.outbox.sent(row, posted=Posted(ChannelId("C1"), "1.2"), now=NOW)

    together(8, courier)

    assert len(delivered) == 12
    assert all(keys == [f"{lane[1:]}:{number}" for number in range(6)] for (_, lane), keys in delivered.items())


def test_a_bucket_gives_each_token_once(storage: Storage, here: WorkspaceId) -> None:
    waits = together(8, lambda _: storage.outbox.take(here, [Rate("chat.postMessage", 1.0, 3.0)], now=NOW))

    assert sorted(map(bool, waits)) == [False] * 3 + [True] * 5


def test_threads_about_different_deals_do_not_fail_each_other(storage: Storage, here: WorkspaceId) -> None:
    def add_and_change(number: int) -> None:
        for turn in range(5):
            deal = a_deal(here, f"{number}:{turn}")
            with storage.work(here) as work:
                work.add(deal, [], [])
            with storage.work(here) as work:
                work.save(deal, replace(deal, seq=1), [kept(1)], [a_message(f"{number}:{turn}")])

    together(8, add_and_change)

    assert storage.outbox.waiting(business_now=NOW) == 40


@pytest.mark.parametrize("count", [8])
def test_readers_see_whole_transactions_only(storage: Storage, here: WorkspaceId, count: int) -> None:
    def write_or_read(number: int) -> bool:
        if number % 2:
            with storage.work(here) as work:
                work.send([a_message(f"{number}:a", None), a_message(f"{number}:b", None)])
            return True
        return storage.outbox.waiting(business_now=NOW) % 2 == 0

    assert all(together(count, write_or_read))


def test_whoever_only_looks_waits_for_nobody_who_writes_and_sees_what_was_committed(
    storage: Storage, here: WorkspaceId
) -> None:
    with storage.work(here) as writing:
        writing.answer("typed:1", "1-2", now=NOW)
        with storage.prompt_look(here) as look:
            before = look.answered("typed:1")

    with storage.prompt_look(here) as look:
        assert (before, look.answered("typed:1")) == (None, "1-2")
