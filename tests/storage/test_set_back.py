"""A clock that was wrong for a while, or is now, puts nothing off for good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from bot.model import WorkspaceId
from bot.ports import Row, RowState
from storage.failure import Unusable
from storage.opening import Storage, open_storage
from storage.schema.boxes import outbox
from storage.schema.deals import deal
from storage.set_back import SURE
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_deal, a_message

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

After = Callable[[Storage], Storage]


def claim(storage: Storage, at: datetime, business: datetime | None = None) -> list[Row]:
    return list(storage.outbox.claim(now=at, business_now=business or NOW, lease_for=60, limit=8))


def claim_surely(storage: Storage, at: datetime) -> list[Row]:
    """Claim with a clock that was set back, and once more when it has gone on for long enough to be believed."""
    return claim(storage, at) or claim(storage, at + SURE)


def put_a_message(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message("m")])


def put_back(storage: Storage, row: Row, due_at: datetime, *, is_unknown: bool = False) -> None:
    assert storage.outbox.later(row, due_at=due_at, error="later", is_unknown=is_unknown, counts=False)


@pytest.fixture
def again(storage: Storage) -> Iterator[After]:
    """Open the same memory once more, as a process that starts finds it."""
    opened: list[Storage] = []

    def open_(before: Storage) -> Storage:
        url = before.engine.url.render_as_string(hide_password=False)
        opened.append(open_storage(url, ids=numbered_ids()))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


@pytest.fixture(params=["goes on", "starts again"])
def after(request: pytest.FixtureRequest, again: After) -> After:
    """Return who meets what the other clock left: the process that was there, or a new one."""
    return again if request.param == "starts again" else lambda storage: storage


def test_what_was_put_off_goes_out_though_the_clock_was_set_back(
    storage: Storage, here: WorkspaceId, after: After
) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    put_back(storage, row, NOW + timedelta(minutes=10))

    assert claim_surely(after(storage), NOW - DAY)


def test_a_process_that_starts_believes_its_clock_at_once(storage: Storage, here: WorkspaceId, again: After) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    put_back(storage, row, NOW + timedelta(minutes=10))

    assert claim(again(storage), NOW - DAY)


def test_a_thread_that_slept_for_hours_takes_nothing_away_by_the_time_it_read_before(
    storage: Storage, here: WorkspaceId
) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    assert storage.outbox.to_wire(row, now=NOW, body="x", channel_id=None)

    for read_before in (NOW - 2 * HOUR, NOW - 2 * HOUR + timedelta(seconds=20)):
        assert not claim(storage, read_before)

    assert storage.outbox.sent(row, posted=None, now=NOW)


def test_a_call_seems_no_older_than_it_is_to_a_thread_that_slept_for_hours(storage: Storage, here: WorkspaceId) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    storage.outbox.to_wire(row, now=NOW, body="x", channel_id=None)
    put_back(storage, row, NOW + timedelta(seconds=90), is_unknown=True)

    assert not claim(storage, NOW - 2 * HOUR)

    (found,) = claim(storage, NOW + timedelta(seconds=90))
    assert found.last_wire_at == NOW


def test_old_readings_of_two_sleeps_do_not_make_a_clock_that_was_set_back(storage: Storage, here: WorkspaceId) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    put_back(storage, row, NOW + timedelta(minutes=50))

    assert not claim(storage, NOW - 3 * HOUR)
    assert not claim(storage, NOW)
    assert not claim(storage, NOW - 2 * HOUR)


def test_what_a_courier_held_when_the_clock_was_set_back_comes_free(
    storage: Storage, here: WorkspaceId, again: After
) -> None:
    put_a_message(storage, here)
    assert claim(storage, NOW)

    assert claim(again(storage), NOW - DAY)


@contextmanager
def in_trouble(storage: Storage) -> Iterator[None]:
    """Let no transaction be committed in the block."""

    def refuse(_: object) -> None:
        raise Unusable("The database is gone.")

    event.listen(storage.engine, "commit", refuse)
    try:
        yield
    finally:
        event.remove(storage.engine, "commit", refuse)


def test_a_database_that_was_gone_when_its_clock_was_set_back_lets_nothing_wait(
    storage: Storage, here: WorkspaceId
) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    put_back(storage, row, NOW + timedelta(minutes=10))

    with in_trouble(storage), pytest.raises(Unusable):
        claim_surely(storage, NOW - DAY)

    assert claim_surely(storage, NOW - DAY)


def test_a_database_that_was_gone_when_the_time_of_day_was_set_back_lets_no_deal_wait(
    storage: Storage, here: WorkspaceId
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
    look_at(storage, NOW + 37 * DAY)
    assert list(storage.workspaces.due(now=NOW + 37 * DAY)) == [here]

    with in_trouble(storage), pytest.raises(Unusable):
        storage.workspaces.due(now=NOW)

    assert list(storage.workspaces.due(now=NOW)) == [here]


def test_what_is_in_doubt_settles_from_now_on(storage: Storage, here: WorkspaceId) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    storage.outbox.to_wire(row, now=NOW, body="x", channel_id=None)
    put_back(storage, row, NOW + timedelta(seconds=90), is_unknown=True)

    (found,) = claim_surely(storage, NOW - DAY)

    assert (found.state, found.last_wire_at) == (RowState.UNKNOWN, NOW - DAY + SURE)


def test_what_waits_for_a_morning_of_next_month_is_asked_about_again(
    storage: Storage, here: WorkspaceId, after: After
) -> None:
    put_a_message(storage, here)
    month = NOW + 31 * DAY
    (row,) = claim(storage, NOW, month)
    storage.outbox.put_off(row, not_before=month + DAY, now=NOW, error="quiet hours", is_unknown=False)
    assert not claim(storage, NOW, month)

    assert claim(after(storage), NOW + timedelta(seconds=1), NOW)


def test_what_waits_for_its_time_goes_on_waiting(storage: Storage, here: WorkspaceId, again: After) -> None:
    put_a_message(storage, here)
    (row,) = claim(storage, NOW)
    put_back(storage, row, NOW + timedelta(minutes=10))

    assert not claim(again(storage), NOW)
    assert not claim(storage, NOW - timedelta(minutes=2))


def test_a_deal_that_was_to_be_looked_at_next_month_is_due_again(
    storage: Storage, here: WorkspaceId, after: After
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
    look_at(storage, NOW + 37 * DAY)
    assert list(storage.workspaces.due(now=NOW + 37 * DAY)) == [here]

    assert list(after(storage).workspaces.due(now=NOW)) == [here]


def test_a_deal_that_is_to_be_looked_at_within_the_week_is_left_alone(
    storage: Storage, here: WorkspaceId, again: After
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [])
    look_at(storage, NOW + 7 * DAY)

    assert not again(storage).workspaces.due(now=NOW)


def look_at(storage: Storage, moment: datetime) -> None:
    with storage.engine.begin() as connection:
        connection.execute(update(deal).values(next_review_at=moment))
        assert connection.scalar(select(outbox.c.position)) is None
