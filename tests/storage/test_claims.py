"""The courier claims what is due, first in its lane, and fairly over workspaces."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.model import ChannelId, WorkspaceId
from bot.outgoing import Outgoing
from bot.ports import Posted, Row, RowState
from storage.opening import Storage
from tests.storage.examples import NOW, a_message, minutes

LEASE = 60.0


def send(storage: Storage, workspace_id: WorkspaceId, *outgoing: Outgoing) -> None:
    with storage.work(workspace_id) as work:
        work.send(outgoing)


def claim(
    storage: Storage, *, at: datetime = NOW, business: datetime = NOW, limit: int = 50, lease_for: float = LEASE
) -> Sequence[Row]:
    return storage.outbox.claim(now=at, business_now=business, lease_for=lease_for, limit=limit)


def keys(rows: Sequence[Row]) -> list[str]:
    return [row.outgoing.key for row in rows]


def deliver(storage: Storage, row: Row) -> None:
    assert storage.outbox.to_wire(row, now=NOW, body="hello", channel_id=ChannelId("C1"))
    assert storage.outbox.sent(row, posted=Posted(ChannelId("C1"), "1.2"), now=NOW)


def test_a_claimed_row_carries_all_that_was_decided(storage: Storage, here: WorkspaceId) -> None:
    message = a_message("a", detail="sales", seq=3, edits="b", not_before=NOW)
    send(storage, here, message)

    (row,) = claim(storage)

    assert (row.outgoing, row.workspace_id, row.state, row.attempt) == (message, here, RowState.PENDING, 0)
    assert row.lease_until == NOW + timedelta(seconds=LEASE)


def test_a_known_key_is_left_alone(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a", detail="first"))
    send(storage, here, a_message("a", detail="second"), a_message("a", detail="third"))

    assert [row.outgoing.detail for row in claim(storage)] == ["first"]


def test_a_claimed_row_is_not_claimed_again_while_its_lease_runs(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    claim(storage)

    assert claim(storage, at=NOW + timedelta(seconds=LEASE) - timedelta(microseconds=1)) == []


def test_a_row_is_claimed_again_when_its_lease_has_run_out(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (lost,) = claim(storage)

    (again,) = claim(storage, at=lost.lease_until)

    assert again.id == lost.id
    assert again.lease_token != lost.lease_token


def test_the_old_token_of_a_row_that_was_claimed_again_writes_nothing(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (lost,) = claim(storage)
    (held,) = claim(storage, at=lost.lease_until)
    outbox = storage.outbox

    assert not outbox.to_wire(lost, now=NOW, body="x", channel_id=None)
    assert not outbox.sent(lost, posted=None, now=NOW)
    assert not outbox.later(lost, due_at=NOW, error="x", is_unknown=True, counts=True)
    assert not outbox.moot(lost, why="x", now=NOW)
    assert not outbox.dead(lost, why="x", now=NOW)
    assert outbox.sent(held, posted=None, now=NOW)


def test_a_lease_that_has_run_out_does_not_reach_the_wire(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)

    assert not storage.outbox.to_wire(row, now=row.lease_until, body="x", channel_id=None)


def test_what_slack_has_is_recorded_although_the_lease_ran_out_unnoticed(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)
    storage.outbox.to_wire(row, now=NOW, body="x", channel_id=None)

    assert storage.outbox.sent(row, posted=Posted(ChannelId("C1"), "1.2"), now=row.lease_until + minutes(1))


def test_what_has_ended_cannot_be_written_again(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)
    storage.outbox.moot(row, why="the step is done", now=NOW)

    assert not storage.outbox.sent(row, posted=None, now=NOW)
    assert claim(storage, at=NOW + timedelta(days=9)) == []


def test_a_row_before_its_business_time_is_left_alone(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a", not_before=NOW + minutes(5)))

    assert claim(storage, at=NOW + timedelta(days=9)) == []
    assert storage.outbox.waiting(business_now=NOW) == 0
    assert storage.outbox.waiting(business_now=NOW + minutes(5)) == 1
    assert keys(claim(storage, at=NOW + timedelta(days=9), business=NOW + minutes(5))) == ["a"]


def test_a_row_before_its_business_time_does_not_hold_its_lane(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("tomorrow", not_before=NOW + timedelta(days=1)), a_message("today"))

    assert keys(claim(storage)) == ["today"]


def test_only_the_first_of_a_lane_is_claimed(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a1", "A"), a_message("a2", "A"), a_message("b1", "B"), a_message("b2", "B"))

    assert keys(claim(storage)) == ["a1", "b1"]
    assert claim(storage) == []


def test_the_next_of_a_lane_follows_when_the_first_was_sent(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, *(a_message(f"a{number}") for number in range(5)))
    seen: list[str] = []

    while rows := claim(storage):
        seen += keys(rows)
        deliver(storage, rows[0])

    assert seen == ["a0", "a1", "a2", "a3", "a4"]


def test_rows_without_a_lane_do_not_wait_for_each_other(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("e1", None), a_message("e2", None))

    assert keys(claim(storage)) == ["e1", "e2"]


def test_a_row_put_back_keeps_its_lane(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a1"), a_message("a2"))
    (row,) = claim(storage)
    storage.outbox.later(row, due_at=NOW + minutes(1), error="slow down", is_unknown=False, counts=True)

    assert claim(storage, at=NOW + minutes(1) - timedelta(seconds=1)) == []

    (again,) = claim(storage, at=NOW + minutes(1))
    assert (again.outgoing.key, again.attempt) == ("a1", 1)


def test_a_429_costs_no_attempt(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)
    storage.outbox.later(row, due_at=NOW, error="ratelimited", is_unknown=False, counts=False)

    assert claim(storage)[0].attempt == 0


@pytest.mark.parametrize("end", ["moot", "dead"])
def test_a_row_that_was_given_up_leaves_its_lane(storage: Storage, here: WorkspaceId, end: str) -> None:
    send(storage, here, a_message("a1"), a_message("a2"))
    (row,) = claim(storage)

    getattr(storage.outbox, end)(row, why="gone", now=NOW)

    assert keys(claim(storage)) == ["a2"]


def test_an_unknown_row_holds_its_lane_for_ten_minutes_and_not_longer(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a1"), a_message("a2"))
    (row,) = claim(storage)
    storage.outbox.to_wire(row, now=NOW, body="hello", channel_id=ChannelId("C1"))
    storage.outbox.later(row, due_at=NOW + minutes(30), error="timeout", is_unknown=True, counts=False)

    assert claim(storage, at=NOW + minutes(10) - timedelta(microseconds=1)) == []
    assert keys(claim(storage, at=NOW + minutes(10))) == ["a2"]


def test_an_unknown_row_comes_back_with_what_was_sent(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)
    storage.outbox.to_wire(row, now=NOW, body="hello", channel_id=ChannelId("C7"))

    (again,) = claim(storage, at=row.lease_until)

    assert (again.state, again.body, again.channel_id) == (RowState.UNKNOWN, "hello", "C7")
    assert (again.first_wire_at, again.last_wire_at) == (NOW, NOW)


def test_the_first_wire_moment_is_kept_over_attempts(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)
    storage.outbox.to_wire(row, now=NOW, body="hello", channel_id=None)
    (again,) = claim(storage, at=NOW + minutes(5))
    storage.outbox.to_wire(again, now=NOW + minutes(5), body="hello", channel_id=None)

    (last,) = claim(storage, at=NOW + minutes(9))

    assert (last.first_wire_at, last.last_wire_at) == (NOW, NOW + minutes(5))


def test_where_a_message_stands_is_known_once_it_was_sent(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)

    assert storage.outbox.posted(here, "a") is None
    deliver(storage, row)
    assert storage.outbox.posted(here, "a") == Posted(ChannelId("C1"), "1.2")
    assert storage.outbox.posted(elsewhere, "a") is None


def test_an_effect_without_a_message_stands_nowhere(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a"))
    (row,) = claim(storage)

    storage.outbox.sent(row, posted=None, now=NOW)

    assert storage.outbox.posted(here, "a") is None


def test_an_edit_is_superseded_by_a_newer_one_that_waits(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("e1", None, edits="board"), a_message("other", None, edits="card"))
    older = claim(storage)[0]
    assert not storage.outbox.superseded(older)

    send(storage, here, a_message("e2", None, edits="board"))
    newer = claim(storage)[0]

    assert storage.outbox.superseded(older)
    assert not storage.outbox.superseded(newer)


def test_a_message_that_edits_nothing_is_never_superseded(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("a", None), a_message("b", None))

    assert not any(storage.outbox.superseded(row) for row in claim(storage))


def test_waiting_counts_what_is_pending_or_unknown(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, *(a_message(key, None) for key in "abcd"))
    first, second, third, _ = claim(storage)
    deliver(storage, first)
    storage.outbox.to_wire(second, now=NOW, body="hello", channel_id=None)
    storage.outbox.dead(third, why="no such channel", now=NOW)

    assert storage.outbox.waiting(business_now=NOW) == 2


def test_a_workspace_with_much_to_say_does_not_keep_another_waiting(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    send(storage, here, *(a_message(f"a{number}", None) for number in range(500)))
    send(storage, elsewhere, *(a_message(f"b{number}", None) for number in range(5)))

    first = Counter(row.workspace_id for row in claim(storage, limit=10))

    assert first == {here: 5, elsewhere: 5}


def test_workspaces_take_turns_when_a_claim_has_room_for_one(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    third = storage.workspaces.ensure("T3", bot_user_id="UBOT").id
    for each in (here, elsewhere, third):
        send(storage, each, *(a_message(f"a{number}", None) for number in range(4)))

    served = [claim(storage, limit=1)[0].workspace_id for _ in range(9)]

    assert Counter(served) == {here: 3, elsewhere: 3, third: 3}
    assert {len(set(served[start : start + 3])) for start in (0, 3, 6)} == {3}


def test_room_that_one_workspace_does_not_need_goes_to_the_others(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    send(storage, here, a_message("a", None))
    send(storage, elsewhere, *(a_message(f"b{number}", None) for number in range(20)))

    assert len(claim(storage, limit=10)) == 10


def test_what_was_put_back_does_not_starve_behind_fresh_rows(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_message("retried", None))
    (row,) = claim(storage)
    storage.outbox.later(row, due_at=NOW + minutes(1), error="slow down", is_unknown=False, counts=False)
    send(storage, here, *(a_message(f"fresh{number}", None) for number in range(50)))

    assert "retried" in keys(claim(storage, at=NOW + minutes(1), limit=2))
