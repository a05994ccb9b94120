"""Rows that may have reached Slack: settled when they are seen there, looked at once more when they were sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted, Row, RowState
from storage.doubts import LOOK_AGAIN_AFTER
from storage.opening import Storage
from tests.storage.examples import NOW, a_message
from tests.storage.test_plans import plans

LEASE = 60.0
C1, C2 = ChannelId("C1"), ChannelId("C2")
AT = Posted(C1, "1.2")
LATER = NOW + timedelta(minutes=2)
THEN = LATER + LOOK_AGAIN_AFTER


def send(storage: Storage, workspace_id: WorkspaceId, *keys: str) -> None:
    with storage.work(workspace_id) as work:
        work.send([a_message(key, None) for key in keys])


def claim(storage: Storage, at: datetime = NOW) -> Sequence[Row]:
    return storage.outbox.claim(now=at, business_now=NOW, lease_for=LEASE, limit=50)


def wire(storage: Storage, row: Row, *, at: datetime = NOW, channel_id: ChannelId = C1) -> None:
    assert storage.outbox.to_wire(row, now=at, body="hello", channel_id=channel_id)


def second_looks(storage: Storage, at: datetime = THEN) -> Sequence[Row]:
    return storage.outbox.second_looks(now=at, lease_for=LEASE, limit=50)


def doubted(storage: Storage, *, posted: Posted = AT) -> None:
    """Send what is due the hard way: a courier dies after the wire, and the next one finds the message."""
    for row in claim(storage):
        wire(storage, row)
    for row in claim(storage, LATER):
        assert row.state is RowState.UNKNOWN
        storage.outbox.sent(row, posted=posted, now=LATER)


def test_only_what_went_to_the_wire_of_a_channel_can_be_seen_there(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    send(storage, here, "a", "b", "not sent")
    send(storage, elsewhere, "theirs")
    rows = {row.outgoing.key: row for row in claim(storage)}
    wire(storage, rows["a"])
    wire(storage, rows["b"], channel_id=C2)
    wire(storage, rows["theirs"])

    assert [(each.outgoing.key, each.body) for each in storage.outbox.wired(here, C1)] == [("a", "hello")]


def test_what_is_settled_is_no_longer_looked_for(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    (row,) = claim(storage)
    wire(storage, row)
    storage.outbox.sent(row, posted=AT, now=NOW)

    assert storage.outbox.wired(here, C1) == []


def test_what_was_seen_is_sent_and_taken_from_whoever_holds_it(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    (row,) = claim(storage)
    wire(storage, row)

    assert storage.outbox.seen(here, "a", posted=AT, now=NOW)

    assert storage.outbox.posted(here, "a") == AT
    assert not storage.outbox.later(row, due_at=NOW, error="timeout", is_unknown=True, counts=False)
    assert not storage.outbox.to_wire(row, now=NOW, body="again", channel_id=C1)
    assert claim(storage, NOW + timedelta(days=1)) == []


def test_what_was_seen_twice_or_in_another_workspace_changes_nothing(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    send(storage, here, "a")
    (row,) = claim(storage)
    wire(storage, row)

    assert not storage.outbox.seen(elsewhere, "a", posted=AT, now=NOW)
    assert storage.outbox.seen(here, "a", posted=AT, now=NOW)
    assert not storage.outbox.seen(here, "a", posted=Posted(C1, "9.9"), now=NOW)
    assert storage.outbox.posted(here, "a") == AT


def test_what_was_never_in_doubt_gets_no_second_look(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    (row,) = claim(storage)
    wire(storage, row)
    storage.outbox.sent(row, posted=AT, now=NOW)

    assert second_looks(storage, NOW + timedelta(days=1)) == []


def test_what_was_in_doubt_gets_a_second_look_when_its_time_has_come(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    doubted(storage)

    assert second_looks(storage, THEN - timedelta(microseconds=1)) == []
    assert [row.outgoing.key for row in second_looks(storage)] == ["a"]


def test_what_was_in_doubt_and_then_had_not_to_be_said_gets_a_second_look(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "in doubt", "never sent")
    in_doubt, never_sent = claim(storage)
    wire(storage, in_doubt)
    storage.outbox.moot(never_sent, why="done", now=NOW)
    (row,) = claim(storage, LATER)
    storage.outbox.moot(row, why="absent", now=LATER)

    assert second_looks(storage, THEN - timedelta(microseconds=1)) == []
    assert [row.outgoing.key for row in second_looks(storage)] == ["in doubt"]


def test_a_doubt_is_remembered_though_slack_refused_later_on(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    (row,) = claim(storage)
    wire(storage, row)
    (row,) = claim(storage, LATER)
    storage.outbox.later(row, due_at=LATER, error="ratelimited", is_unknown=False, counts=False)
    (row,) = claim(storage, LATER)
    assert row.state is RowState.PENDING

    storage.outbox.sent(row, posted=AT, now=LATER)

    assert len(second_looks(storage)) == 1


def test_those_of_one_channel_are_looked_at_together(storage: Storage, here: WorkspaceId) -> None:
    for key, channel_id in (("a", C1), ("b", C2), ("c", C1)):
        send(storage, here, key)
        doubted(storage, posted=Posted(channel_id, "1.2"))

    looks = storage.outbox.second_looks(now=THEN, lease_for=LEASE, limit=2)

    assert [row.outgoing.key for row in looks] == ["a", "c"]


def test_a_second_look_is_in_one_hand_until_its_lease_ends(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    doubted(storage)

    (first,) = second_looks(storage)
    assert second_looks(storage) == []

    (second,) = second_looks(storage, THEN + timedelta(seconds=LEASE))
    assert not storage.outbox.looked_again(first, ts="9.9", note=None, again_at=None)
    assert storage.outbox.looked_again(second, ts=None, note=None, again_at=None)


def test_after_a_second_look_there_is_no_third(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    doubted(storage)
    (row,) = second_looks(storage)

    storage.outbox.looked_again(row, ts=None, note=None, again_at=None)

    assert second_looks(storage, THEN + timedelta(days=1)) == []
    assert storage.outbox.posted(here, "a") == AT


def test_a_look_that_failed_is_done_again_when_it_says(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    doubted(storage)
    (row,) = second_looks(storage)
    again_at = THEN + timedelta(hours=1)

    storage.outbox.looked_again(row, ts=None, note="Slack was away", again_at=again_at)

    assert second_looks(storage, again_at - timedelta(seconds=1)) == []
    assert len(second_looks(storage, again_at)) == 1


def test_the_message_that_stays_is_the_one_that_is_edited_from_then_on(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, "a")
    doubted(storage)
    (row,) = second_looks(storage)

    storage.outbox.looked_again(row, ts="1.1", note="a copy was deleted", again_at=None)

    assert storage.outbox.posted(here, "a") == Posted(C1, "1.1")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_proof_is_found_by_its_index(storage: Storage, here: WorkspaceId) -> None:
    wired = plans(storage, lambda: storage.outbox.wired(here, C1))
    looked = plans(storage, lambda: second_looks(storage))

    assert "ix_outbox_wired (workspace_id=? AND channel_id=?)" in wired
    assert "ix_outbox_second_look" in looked
