"""An operator orders in words and is told in words."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.model import Person, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from storage.failure import StorageError
from storage.keeping.orders import Orders
from storage.opening import Storage
from storage.serving import serve_lock
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_deal, minutes

LATER = NOW + minutes(60)


class Now:
    """A clock that stands."""

    def now(self) -> datetime:
        return LATER

    def machine(self) -> datetime:
        return LATER


@pytest.fixture
def orders(url: str) -> Orders:
    return Orders(lambda: url, Now(), numbered_ids())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


@pytest.fixture
def with_deal(storage: Storage, here: WorkspaceId) -> Callable[[], None]:
    """Store a deal; return how to leave the database to others."""
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
    return storage.engine.dispose


def test_a_backup_is_told_by_its_name_deals_and_moment(
    orders: Orders, with_deal: Callable[[], None], kept: Path
) -> None:
    assert orders.back_up(kept) == [f"{kept} holds 1 deals, as they stood at 2026-11-22 11:00:00 UTC."]


def test_a_restore_tells_what_stands_there_and_what_comes_next(
    orders: Orders, with_deal: Callable[[], None], kept: Path, url: str
) -> None:
    orders.back_up(kept)
    with_deal()

    told = orders.restore(kept, replace=True)

    assert told[0] == "1 deals stand as they stood at 2026-11-22 11:00:00 UTC."
    assert told[-1].startswith("Start Baton: it looks through Slack first")
    assert [line for line in told if "is kept in" in line] == told[1:-1]
    assert len(told) == (3 if url.startswith("sqlite") else 2)


def test_a_loss_by_other_means_is_marked_in_every_workspace(
    orders: Orders, storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    told = orders.mark_lost(NOW)

    assert told[0] == "Everything after 2026-11-22 10:00:00 UTC is taken as missing."
    assert {(loss.workspace_id, loss.since) for loss in storage.looking_back.losses()} == {
        (here, NOW),
        (elsewhere, NOW),
    }


def test_what_is_still_to_come_cannot_be_missing(orders: Orders) -> None:
    with pytest.raises(StorageError, match="12:00:00 UTC is still to come"):
        orders.mark_lost(LATER + minutes(60))


def test_a_process_that_serves_the_file_must_be_stopped_first(orders: Orders, url: str) -> None:
    if url.startswith("sqlite"):
        with serve_lock(url), pytest.raises(StorageError, match="Stop it first"):
            orders.mark_lost(NOW)


def test_an_erasure_tells_the_alias_and_what_it_cannot_reach(
    orders: Orders, storage: Storage, here: WorkspaceId
) -> None:
    with storage.work(here) as work:
        work.put_people([Person(UserId("U1"), "Eve", "UTC")])

    told = orders.erase("U1", workspace="")

    assert told[0].startswith("U1 was in 1 rows of T1; UERASED")
    assert "playbooks may still name them" in told[1]


@pytest.mark.parametrize(
    ("team", "known"), [("T9", "T1, T2"), ("", "T1, T2")], ids=["one that is not known", "none where there are two"]
)
def test_which_workspace_is_meant_must_be_clear(
    orders: Orders, here: WorkspaceId, elsewhere: WorkspaceId, team: str, known: str
) -> None:
    with pytest.raises(StorageError, match=rf"--workspace T…\. Known are: {known}"):
        orders.erase("U1", workspace=team)


@pytest.fixture
def given_up(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([Outgoing("digest:1", Kind.DIGEST, "U1", to_user=UserId("U1"))])
    (row,) = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=1)
    storage.outbox.dead(row, why="user_not_found", now=NOW)


def test_what_was_given_up_is_listed_with_its_key_and_why(orders: Orders, given_up: None) -> None:
    (line,) = orders.given_up()

    assert line.endswith("digest:1: user_not_found")


@pytest.mark.parametrize(
    ("order", "told"),
    [("revive", "1 of what was given up will be tried again."), ("drop", "1 of what was given up will never be sent.")],
)
def test_what_was_given_up_is_given_up_no_more(orders: Orders, given_up: None, order: str, told: str) -> None:
    assert getattr(orders, order)("digest:1", workspace="") == [told]
    assert orders.given_up() == ["Nothing was given up."]


def test_a_key_that_nobody_has_changes_nothing(orders: Orders, given_up: None) -> None:
    assert orders.revive("nowhere", workspace="")[0].startswith("0 of")
    assert len(orders.given_up()) == 1
