"""A deal is saved over the version it was decided from, with what happened and what must reach Slack."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Deal, DealId, ItemStatus, StepStatus, WorkspaceId
from bot.ports import Conflict
from storage.failure import StorageError
from storage.opening import Storage
from tests.storage.examples import NOW, OMAR, a_deal, a_lapse, a_message, a_step, an_item, id_of, kept


def whole_deal(here: WorkspaceId, **changes: object) -> Deal:
    parts = {"items": (an_item("a"), an_item("b")), "steps": (a_step("x"), a_step("y")), "lapses": (a_lapse(),)}
    return a_deal(here, **(parts | changes))


def stored(storage: Storage, deal: Deal) -> Deal:
    with storage.work(deal.workspace_id) as work:
        assert work.add(deal, [], [])
        found = work.deal(deal.id)
    assert found is not None
    return found


def test_a_deal_comes_back_as_it_was_added(storage: Storage, here: WorkspaceId) -> None:
    deal = whole_deal(here)

    assert stored(storage, deal) == deal


def test_a_saved_deal_comes_back_with_the_next_version(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, whole_deal(here))
    after = replace(
        before,
        owner_id=OMAR,
        items=(before.items[0], replace(before.items[1], status=ItemStatus.DONE), an_item("c")),
        steps=(replace(before.steps[0], status=StepStatus.KEPT, ended_at=NOW), *before.steps[1:]),
        lapses=(replace(before.lapses[0], closed_at=NOW), a_lapse("new")),
        next_review_at=NOW,
        seq=1,
    )

    with storage.work(here) as work:
        work.save(before, after, [kept(1)], [])

    with storage.work(here) as work:
        assert work.deal(before.id) == replace(after, version=1)


def test_a_second_save_of_one_version_is_a_conflict_and_writes_nothing(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, whole_deal(here))
    with storage.work(here) as work:
        work.save(before, replace(before, seq=1), [kept(1)], [])

    with pytest.raises(Conflict), storage.work(here) as work:
        work.save(before, replace(before, seq=1, owner_id=OMAR), [kept(1)], [a_message("late")])

    with storage.work(here) as work:
        assert work.deal(before.id).owner_id == before.owner_id
        assert len(work.history(before.id)) == 1
    assert storage.outbox.waiting(business_now=NOW) == 0


def test_an_exception_rolls_everything_back(storage: Storage, here: WorkspaceId) -> None:
    def add_and_fail() -> None:
        with storage.work(here) as work:
            work.add(a_deal(here), [], [a_message("a")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()

    with storage.work(here) as work:
        assert work.deal_from("erp", "acme") is None
    assert storage.outbox.waiting(business_now=NOW) == 0


def test_a_known_source_id_adds_nothing(storage: Storage, here: WorkspaceId) -> None:
    first = stored(storage, a_deal(here))
    again = replace(first, id=DealId(id_of("another")), owner_id=OMAR, seq=1, items=(an_item(),))

    with storage.work(here) as work:
        assert not work.add(again, [kept(1)], [a_message("a")])

    with storage.work(here) as work:
        assert work.deal_from("erp", "acme") == first
        assert work.deal(again.id) is None
    assert storage.outbox.waiting(business_now=NOW) == 0


@pytest.mark.parametrize("seqs", [(2,), (1, 3), (1, 1), (0,)])
def test_a_gap_in_the_events_is_refused(storage: Storage, here: WorkspaceId, seqs: tuple[int, ...]) -> None:
    before = stored(storage, a_deal(here))
    after = replace(before, seq=seqs[-1])

    with pytest.raises(ValueError, match="without a gap"), storage.work(here) as work:
        work.save(before, after, [kept(seq) for seq in seqs], [])


def test_the_deals_own_seq_is_its_last_events(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, a_deal(here))

    with pytest.raises(ValueError, match="without a gap"), storage.work(here) as work:
        work.save(before, replace(before, seq=2), [kept(1)], [])


def test_a_deal_of_another_workspace_is_refused(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    before = stored(storage, a_deal(here))

    with pytest.raises(ValueError, match="another workspace"), storage.work(elsewhere) as work:
        work.save(before, replace(before, owner_id=OMAR), [], [])


def test_a_version_that_was_changed_by_hand_is_refused(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, a_deal(here))

    with pytest.raises(ValueError, match="very version"), storage.work(here) as work:
        work.save(before, replace(before, version=7), [], [])


@pytest.mark.parametrize("status", [ItemStatus.DONE, ItemStatus.ACCEPTED])
def test_an_item_that_has_evidence_never_leaves_its_deal(
    storage: Storage, here: WorkspaceId, status: ItemStatus
) -> None:
    done = (an_item("a"), replace(an_item("b"), status=status))
    before = stored(storage, whole_deal(here, items=done))

    with pytest.raises(ValueError, match="never leaves"), storage.work(here) as work:
        work.save(before, replace(before, items=before.items[:1]), [], [])

    with storage.work(here) as work:
        assert work.deal(before.id) == before


def test_an_open_item_that_is_dropped_is_gone_from_this_deal_alone(storage: Storage, here: WorkspaceId) -> None:
    other = stored(storage, a_deal(here, "other", items=(an_item("a"), an_item("b"))))
    before = stored(storage, whole_deal(here))
    after = replace(before, items=(before.items[1], an_item("c")), seq=1)

    with storage.work(here) as work:
        work.save(before, after, [kept(1)], [])

    with storage.work(here) as work:
        assert work.deal(before.id) == replace(after, version=1)
        assert work.deal(other.id) == other


def test_a_step_never_leaves_its_deal(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, whole_deal(here))

    with pytest.raises(ValueError, match="never leaves"), storage.work(here) as work:
        work.save(before, replace(before, steps=before.steps[:1]), [], [])


def test_a_lapse_that_is_not_in_hand_stays(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, whole_deal(here))

    with storage.work(here) as work:
        work.save(before, replace(before, lapses=()), [], [])

    with storage.work(here) as work:
        assert work.deal(before.id).lapses == before.lapses


def test_a_lapse_closed_more_than_30_days_before_the_last_event_is_left_out(
    storage: Storage, here: WorkspaceId
) -> None:
    day = timedelta(days=1)
    lapses = (
        a_lapse("old", closed_at=NOW - 31 * day),
        a_lapse("recent", closed_at=NOW - 30 * day),
        a_lapse("open", opened_at=NOW - 90 * day),
    )
    with storage.work(here) as work:
        work.add(a_deal(here, lapses=lapses, seq=1), [kept(1)], [])

    with storage.work(here) as work:
        assert work.deal(DealId(id_of("acme"))).lapses == lapses[1:]


def test_postponing_moves_the_review_and_leaves_the_version(storage: Storage, here: WorkspaceId) -> None:
    before = stored(storage, a_deal(here, next_review_at=NOW))

    with storage.work(here) as work:
        work.postpone(before.id, until=NOW + timedelta(hours=1))

    with storage.work(here) as work:
        assert work.deal(before.id) == replace(before, next_review_at=NOW + timedelta(hours=1))


def test_two_deals_cannot_share_a_channel(storage: Storage, here: WorkspaceId) -> None:
    stored(storage, a_deal(here, "one", channel_id="C1"))

    with pytest.raises(StorageError, match="contradicts"), storage.work(here) as work:
        work.add(a_deal(here, "two", channel_id="C1"), [], [])
