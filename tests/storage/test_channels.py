"""The memory tells which channels to look at and when, lets one process look, and revives what waited for a channel."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.model import ChannelId, DealChannel, DealStatus, Lost, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from storage.keeping.losses import mark_lost_in
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, OMAR, a_deal
from tests.storage.test_dead_rows import DEAL, OTHER, die, keys, of_deal

SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "is_watched"),
    [
        ({}, True),
        ({"status": DealStatus.HELD}, True),
        ({"status": DealStatus.BACKLOG}, False),
        ({"status": DealStatus.STOPPED}, False),
        ({"status": DealStatus.CLOSED}, False),
        ({"channel_id": None}, False),
    ],
)
def test_the_channels_of_deals_that_go_on_are_watched(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId, changes: dict[str, object], *, is_watched: bool
) -> None:
    at = {"channel_id": ChannelId("C1"), "channel_name": "deal-acme", "channel_lost": Lost.REMOVED}
    deal = a_deal(here, **(at | changes))
    with storage.work(here) as work:
        assert work.add(deal, (), ())

    with storage.work(here) as work:
        known = list(work.channels())
    with storage.work(elsewhere) as work:
        others = list(work.channels())

    assert known == ([DealChannel(deal.id, ChannelId("C1"), "deal-acme", Lost.REMOVED)] if is_watched else [])
    assert others == []


def test_a_workspace_is_due_until_it_was_looked_at_and_again_when_its_time_comes(
    storage: Storage, here: WorkspaceId
) -> None:
    looks = storage.channel_looks
    assert list(looks.due(now=NOW)) == [here]

    looks.put(here, at=LATER)

    assert list(looks.due(now=SOON)) == []
    assert list(looks.due(now=LATER)) == [here]


def test_of_two_processes_one_looks(storage: Storage, here: WorkspaceId) -> None:
    looks = storage.channel_looks

    taken = [looks.take(here, now=NOW, until=SOON) for _ in range(2)]

    assert taken == [True, False]
    assert looks.take(here, now=SOON, until=LATER)


def test_a_clock_that_was_far_ahead_puts_no_look_off_for_ever(storage: Storage, here: WorkspaceId) -> None:
    storage.channel_looks.put(here, at=NOW + timedelta(days=400))

    assert list(storage.channel_looks.due(now=NOW)) == [here]


def test_a_workspace_that_looks_back_after_a_restore_is_left_alone(storage: Storage, here: WorkspaceId) -> None:
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE workspace SET look_back_at = 1"))

    assert list(storage.channel_looks.due(now=NOW)) == []
    assert not storage.channel_looks.take(here, now=NOW, until=SOON)


@pytest.mark.parametrize(("by", "is_due"), [(SOON, True), (LATER + timedelta(days=1), False)])
def test_a_look_can_be_brought_forward_and_never_put_off(
    storage: Storage, here: WorkspaceId, by: object, *, is_due: bool
) -> None:
    storage.channel_looks.put(here, at=LATER)
    with storage.work(here) as work:
        work.look_at_channels(by=by)  # type: ignore[arg-type]

    assert (list(storage.channel_looks.due(now=SOON)) == [here]) is is_due
    assert list(storage.channel_looks.due(now=LATER)) == [here]


def test_what_died_for_want_of_the_channel_is_revived_and_nothing_else(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    for why in Lost:
        die(storage, here, of_deal(f"said:{why.name}", DEAL), why=why)
    die(storage, here, of_deal("nudge", DEAL, Kind.NUDGE), of_deal("other deal", OTHER), why=Lost.GONE)
    die(storage, here, of_deal("too long", DEAL), why="msg_too_long")
    die(storage, elsewhere, of_deal("elsewhere", DEAL), why=Lost.GONE)
    die(storage, here, Outgoing("to a person", Kind.TELL, None, deal_id=DEAL), why=Lost.GONE)

    with storage.work(here) as work:
        count = work.revive(DEAL)

    assert count == len(Lost)
    assert sorted(keys(storage)) == ["elsewhere", "nudge", "other deal", "to a person", "too long"]
    again = storage.outbox.claim(now=LATER, business_now=LATER, lease_for=60, limit=9)
    assert sorted(row.outgoing.key for row in again) == sorted(f"said:{why.name}" for why in Lost)


def test_what_was_said_and_is_to_be_said_follows_a_channel_to_its_new_id(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    was, is_now = ChannelId("C1"), ChannelId("C9")
    digest = Outgoing("digest:1", Kind.DIGEST, "channel:C1", to_channel=was)
    for place in (here, elsewhere):
        with storage.work(place) as work:
            work.send([digest], now=NOW)

    with storage.work(here) as work:
        work.follow_channel(was, is_now)

    with storage.engine.begin() as connection:
        rows = connection.execute(text("SELECT workspace_id, to_channel FROM outbox")).all()
    assert sorted(channel for _, channel in rows) == [was, is_now], "Only in that workspace."


@pytest.mark.parametrize("is_private", [False, True])
@pytest.mark.parametrize("is_practice", [False, True])
def test_who_is_in_a_channel_is_asked_of_private_deals_that_are_in_earnest(
    storage: Storage, here: WorkspaceId, *, is_private: bool, is_practice: bool
) -> None:
    at = {"channel_id": ChannelId("C1"), "channel_name": "deal-acme"}
    with storage.work(here) as work:
        assert work.add(a_deal(here, is_private=is_private, is_practice=is_practice, **at), (), ())

    with storage.work(here) as work:
        (known,) = work.channels()
    assert known.is_private is (is_private and not is_practice)


@pytest.mark.parametrize("inside", [None, (), (ANA, OMAR)])
def test_that_nobody_was_asked_about_is_not_that_nobody_is_there(
    storage: Storage, here: WorkspaceId, inside: tuple[UserId, ...] | None
) -> None:
    deal = a_deal(here, is_private=True, in_channel=inside)
    with storage.work(here) as work:
        assert work.add(deal, (), ())

    with storage.work(here) as work:
        found = work.deal(deal.id)
    assert found
    assert found.in_channel == inside


def test_a_look_that_was_wished_for_during_another_one_is_not_put_off_by_its_end(
    storage: Storage, here: WorkspaceId
) -> None:
    looks = storage.channel_looks
    assert looks.take(here, now=NOW, until=SOON)
    with storage.work(here) as work:
        work.look_at_channels(by=NOW)

    looks.put(here, at=LATER, taken=SOON)
    assert list(looks.due(now=NOW)) == [here]

    assert looks.take(here, now=NOW, until=SOON)
    looks.put(here, at=LATER, taken=SOON)
    assert list(looks.due(now=SOON)) == []


def test_after_a_restore_the_channels_are_looked_at_as_soon_as_it_has_looked_back(
    storage: Storage, here: WorkspaceId
) -> None:
    storage.channel_looks.put(here, at=LATER)
    mark_lost_in(storage.database, since=NOW - timedelta(days=1), now=NOW, machine=NOW)
    assert list(storage.channel_looks.due(now=NOW)) == []

    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE workspace SET look_back_at = NULL"))
    assert list(storage.channel_looks.due(now=NOW)) == [here]
