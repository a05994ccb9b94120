"""Who looks at their Home, and what changed since, is known in one workspace; a Home that waits is not asked for twice."""

from datetime import datetime, timedelta

import pytest

from bot.events import CustomerLineWritten
from bot.model import Deal, DealId, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Backlogged, RowState
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, OMAR, a_deal, minutes, recorded

FORTNIGHT = timedelta(days=14)
LINE = CustomerLineWritten("It comes on Monday.", ANA)


def store(storage: Storage, where: WorkspaceId, name: str, at: datetime = NOW) -> Deal:
    deal = a_deal(where, name, short=name, seq=1)
    with storage.work(where) as work:
        assert work.add(deal, recorded([LINE], at=at), ())
    return deal


def unshown(storage: Storage, where: WorkspaceId, limit: int = 9) -> dict[DealId, tuple[int, int]]:
    with storage.work(where) as work:
        return {each.deal_id: (each.shown_seq, each.seq) for each in work.unshown(limit=limit)}


def shown(storage: Storage, where: WorkspaceId, *deals: Deal) -> None:
    with storage.work(where) as work:
        work.shown([each for each in work.unshown(limit=9) if each.deal_id in {deal.id for deal in deals}])


def home(key: str, person: UserId = ANA) -> Outgoing:
    return Outgoing(key, Kind.HOME, None, to_user=person, edits=f"home:{person}")


def redraw(storage: Storage, where: WorkspaceId, *homes: Outgoing) -> None:
    with storage.work(where) as work:
        work.redraw(homes, now=NOW)


def keys(storage: Storage, limit: int = 9) -> list[str]:
    rows = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=limit)
    return [row.outgoing.key for row in rows]


def test_whoever_looked_is_remembered_with_what_they_see(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.work(here) as work:
        work.looked(ANA, "all:0:", at=NOW - FORTNIGHT)
        work.looked(ANA, "steps:2:", at=NOW - minutes(1))
        work.looked(OMAR, "all:0:", at=NOW - FORTNIGHT - minutes(1))

        assert work.lookers(since=NOW - FORTNIGHT) == {ANA}
        assert (work.sees(ANA), work.sees(UserId("UNEW"))) == ("steps:2:", "")
    with storage.work(elsewhere) as work:
        assert work.lookers(since=NOW - FORTNIGHT) == frozenset()
        assert not work.sees(ANA)


def test_what_happened_is_news_until_homes_were_asked_to_show_it(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    deal, other = store(storage, here, "one"), store(storage, elsewhere, "two")

    assert unshown(storage, here) == {deal.id: (0, 1)}
    assert storage.workspaces.with_news() == sorted([here, elsewhere])
    shown(storage, here, deal)

    assert unshown(storage, here) == {}
    assert unshown(storage, elsewhere) == {other.id: (0, 1)}
    assert storage.workspaces.with_news() == [elsewhere]


def test_what_happens_while_homes_are_asked_is_still_news(storage: Storage, here: WorkspaceId) -> None:
    deal = store(storage, here, "one")
    with storage.work(here) as work:
        seen = work.unshown(limit=9)
    with storage.work(here) as work:
        before = work.deal(deal.id)
        assert before
        after = a_deal(here, "one", short="one", seq=2, version=before.version)
        work.save(before, after, recorded([LINE], after=1), ())

    with storage.work(here) as work:
        work.shown(seen)

        assert [each.seq for each in work.events_after(deal.id, 1)] == [2]
    assert unshown(storage, here) == {deal.id: (1, 2)}


def test_the_oldest_change_comes_first(storage: Storage, here: WorkspaceId) -> None:
    found = [store(storage, here, f"d{ago}", at=NOW - minutes(ago)).id for ago in (1, 3, 2)]

    assert list(unshown(storage, here, limit=2)) == [found[1], found[2]]


def test_whoever_decided_meanwhile_is_not_sent_back_by_it(storage: Storage, here: WorkspaceId) -> None:
    deal = store(storage, here, "one")
    with storage.work(here) as work:
        before = work.deal(deal.id)
    shown(storage, here, deal)

    with storage.work(here) as work:
        assert before == work.deal(deal.id)


def test_where_nobody_looks_nothing_is_kept_for_later(storage: Storage, here: WorkspaceId) -> None:
    deal = store(storage, here, "one")
    with storage.work(here) as work:
        work.looked(ANA, "all:0:", at=NOW)
        work.all_shown(since=NOW)
    assert unshown(storage, here) == {deal.id: (0, 1)}

    with storage.work(here) as work:
        work.all_shown(since=NOW + minutes(1))

    assert unshown(storage, here) == {}


def test_a_list_of_deals_that_have_not_begun_is_no_news(storage: Storage, here: WorkspaceId) -> None:
    of = a_deal(here, "list")
    with storage.work(here) as work:
        work.add_backlog([Backlogged(of.id, "csv", "1", "s1", "site", of.facts, "Ana", OMAR)], now=NOW)

    assert unshown(storage, here) == {}


def test_of_one_person_no_second_home_waits_that_nobody_has_begun(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    redraw(storage, elsewhere, home("theirs"))
    redraw(storage, here, home("first"), home("omars", OMAR))
    redraw(storage, here, home("second"))
    redraw(storage, here)

    assert sorted(keys(storage)) == ["first", "omars", "theirs"]


def test_beside_one_that_is_on_its_way_another_waits(storage: Storage, here: WorkspaceId) -> None:
    redraw(storage, here, home("first"))
    assert keys(storage) == ["first"]

    redraw(storage, here, home("second"), home("second"))
    redraw(storage, here, home("third"))

    assert keys(storage) == ["second"]


@pytest.mark.parametrize("state", [RowState.UNKNOWN, RowState.PENDING])
def test_one_that_waits_for_another_attempt_is_enough_unless_it_may_stand_there(
    storage: Storage, here: WorkspaceId, state: RowState
) -> None:
    redraw(storage, here, home("first"))
    (row,) = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=1)
    assert storage.outbox.to_wire(row, now=NOW, body="{}", channel_id=None)
    is_unknown = state is RowState.UNKNOWN
    assert storage.outbox.later(row, due_at=NOW + minutes(5), error="slow", is_unknown=is_unknown, counts=False)

    redraw(storage, here, home("second"))

    assert keys(storage) == (["second"] if is_unknown else [])
