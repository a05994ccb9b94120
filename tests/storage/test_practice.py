"""Practice is found by whoever practises, by its id and by its channel, and by no question about many deals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.closed import Closing, Outcome
from bot.events import DealOpened, Decided, Recorded
from bot.identity import PlaybookId
from bot.model import ChannelId, Choice, Deal, DealStatus, LapseKind, WorkspaceId
from bot.ports import Wanted
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, OMAR, a_deal, a_lapse, a_step, an_item
from tests.storage.test_lessons import NOTHING

HERE = ChannelId("C0PRACTICE")
CLOSING = Closing(Outcome.DELIVERED, ANA, NOW, "", "ask twice", NOTHING)
HAPPENED = (
    Recorded(1, NOW, ANA, DealOpened(ANA, "practice", 1)),
    Recorded(2, NOW, ANA, Decided(Choice.CONTINUE, ANA, "rain", None, None, is_rescue=True)),
)


def practice(where: WorkspaceId, **changes: object) -> Deal:
    """Return a practice deal in which there is something of everything that another question could find."""
    given = {
        "is_practice": True,
        "is_private": True,
        "kind": "practice",
        "owner_id": ANA,
        "seller_id": ANA,
        "leads": (("practice", ANA),),
        "channel_id": HERE,
        "steps": (a_step(by=ANA),),
        "items": (an_item(holder_id=ANA),),
        "lapses": (a_lapse(kind=LapseKind.SILENCE, decider_id=ANA),),
        "next_review_at": NOW,
        "seq": len(HAPPENED),
    }
    return a_deal(where, "practice", **(given | changes))


def keep(storage: Storage, deal: Deal) -> None:
    with storage.work(deal.workspace_id) as work:
        assert work.add(deal, HAPPENED, ())


def test_it_comes_back_as_what_it_is(storage: Storage, here: WorkspaceId) -> None:
    deal = practice(here)
    keep(storage, deal)

    with storage.work(here) as work:
        found = [work.practice_of(ANA), work.deal(deal.id), work.deal_in(HERE)]
        assert [each and (each.id, each.is_practice) for each in found] == [(deal.id, True)] * 3
        assert work.due_deals(now=NOW, limit=5) == [deal.id]
        assert [each.event for each in work.history(deal.id)] == [each.event for each in HAPPENED]


def test_a_real_deal_is_nobodys_practice(storage: Storage, here: WorkspaceId) -> None:
    keep(storage, practice(here, is_practice=False))

    with storage.work(here) as work:
        assert work.practice_of(ANA) is None
        assert work.count(Wanted(statuses=tuple(DealStatus))) == 1
        assert len(work.events_between(NOW, NOW + timedelta(days=1))) == len(HAPPENED)
        assert [recorded.seq for _, recorded in work.rescues(since=NOW, limit=5)] == [2]
        assert len(work.stopped(ANA, limit=5)) == len(work.deals_around(ANA, limit=5)) == 1


@pytest.mark.parametrize("status", DealStatus)
def test_no_question_about_many_deals_finds_it(storage: Storage, here: WorkspaceId, status: DealStatus) -> None:
    keep(storage, practice(here, status=status, closing=CLOSING if status is DealStatus.CLOSED else None))

    with storage.work(here) as work:
        for wanted in (Wanted(statuses=tuple(DealStatus)), Wanted(person=ANA), Wanted(with_open_lapse=True)):
            assert (work.deals(wanted), work.count(wanted)) == ([], 0)
        assert work.deals_around(ANA, limit=5) == []
        assert work.stopped(ANA, limit=5) == []
        assert work.rescues(since=NOW, limit=5) == []
        assert work.taught(most=5) == []
        assert work.events_between(NOW, NOW + timedelta(days=1)) == []
        assert work.behind("site", PlaybookId("newer"), limit=5) == []


def test_whose_it_is_and_whether_it_runs_is_asked_for(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    keep(storage, practice(here))
    with storage.work(here) as work:
        assert work.practice_of(OMAR) is None
    with storage.work(elsewhere) as work:
        assert work.practice_of(ANA) is None

    with storage.work(here) as work:
        running = work.practice_of(ANA)
        assert running
        work.save(running, replace(running, status=DealStatus.CLOSED), (), ())
    with storage.work(here) as work:
        assert work.practice_of(ANA) is None
