"""What whoever runs Baton watches is counted right, and found without reading everything."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from bot.model import WorkspaceId
from bot.ports import DigestClock, DigestKind, RowState
from bot.watching import NO_TIME, Pulse
from storage.migrations import downgrade, newest
from storage.opening import Storage
from storage.schema.boxes import outbox
from storage.schema.workspaces import workspace
from storage.watching import Watching
from tests.storage.examples import NOW, a_deal, a_message, kept, minutes
from tests.storage.test_plans import noted

MACHINE = NOW + timedelta(days=200)
"""The two clocks are far apart, so that one taken for the other shows."""


def pulse(storage: Storage, now: datetime = NOW, machine: datetime = MACHINE) -> Pulse:
    return Watching(storage.database).pulse(now=now, machine=machine)


def put(storage: Storage, here: WorkspaceId, key: str, **columns: Any) -> None:
    """Put a message into the outbox and set what its life would have set."""
    with storage.work(here) as work:
        work.send([a_message(key, None)])
    with storage.database.writing() as connection:
        connection.execute(update(outbox).where(outbox.c.key == key).values(**({"decided_at": NOW} | columns)))


def test_where_nothing_waits_there_is_no_lag(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here, "sent", state=RowState.SENT, decided_at=NOW - minutes(90))
    put(storage, here, "moot", state=RowState.MOOT, decided_at=NOW - minutes(90))

    assert pulse(storage) == Pulse()


def test_each_state_is_counted_for_itself_over_all_workspaces(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    put(storage, here, "a")
    put(storage, elsewhere, "b")
    put(storage, here, "leased", due_at=MACHINE + minutes(1))
    put(storage, here, "tomorrow", not_before=NOW + minutes(600))
    put(storage, here, "doubtful", state=RowState.UNKNOWN, due_at=MACHINE + minutes(1))
    put(storage, elsewhere, "dead", state=RowState.DEAD)

    found = pulse(storage)

    assert (found.waiting, found.due, found.unknown, found.dead) == (4, 2, 1, 1)


def test_counting_stops_where_nobody_reads_further(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.send([a_message(str(number)) for number in range(30)])

    found = Watching(storage.database, most=20).pulse(now=NOW, machine=MACHINE)

    assert (found.waiting, found.due) == (20, 20)


@pytest.mark.parametrize(
    ("columns", "lag"),
    [
        ({"decided_at": NOW - minutes(7)}, 7),
        ({"decided_at": None}, 0),
        ({"decided_at": NOW + minutes(5)}, 0),
        ({"decided_at": NOW - minutes(900), "not_before": NOW - minutes(5)}, 5),
        ({"decided_at": NOW - minutes(900), "not_before": NOW + minutes(5)}, 0),
        ({"decided_at": NOW - minutes(9), "due_at": MACHINE - minutes(3)}, 9),
        ({"decided_at": NOW - minutes(9), "due_at": MACHINE + minutes(3)}, 9),
        ({"decided_at": NOW - minutes(900), "due_at": MACHINE, "not_before": NOW - minutes(2)}, 2),
        ({"decided_at": NOW - minutes(900), "due_at": MACHINE, "not_before": NOW + minutes(2)}, 0),
        ({"decided_at": NOW - minutes(4), "state": RowState.UNKNOWN, "due_at": MACHINE + minutes(1)}, 4),
    ],
    ids=[
        "decided seven minutes ago and never tried",
        "decided nobody knows when",
        "decided on a clock that has gone back since",
        "named for five minutes ago",
        "named for later",
        "tried, and to be tried again",
        "tried, and in somebody's hands or to be tried again later",
        "put off until two minutes ago",
        "put off until later",
        "in doubt",
    ],
)
def test_the_lag_is_for_how_long_a_message_has_waited(
    storage: Storage, here: WorkspaceId, columns: dict[str, Any], lag: float
) -> None:
    put(storage, here, "it", **columns)

    assert pulse(storage).lag == minutes(lag)


def test_a_message_that_is_tried_again_and_again_is_as_late_as_it_is(storage: Storage, here: WorkspaceId) -> None:
    """A token that was revoked makes every row due again a minute later, for days."""
    for number in range(5):
        put(storage, here, f"{number}", due_at=MACHINE + minutes(1), decided_at=NOW - minutes(100 + number))

    assert pulse(storage).lag == minutes(104)


def test_the_longest_wait_of_all_workspaces_is_the_lag(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    put(storage, here, "older", decided_at=NOW - minutes(9))
    put(storage, here, "newer", decided_at=NOW - minutes(1))
    put(storage, elsewhere, "again", due_at=MACHINE - minutes(1), decided_at=NOW - minutes(12))
    put(storage, elsewhere, "fresh", decided_at=NOW)

    assert pulse(storage).lag == minutes(12)


def test_the_first_look_is_the_first_of_deals_and_digests(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, next_review_at=NOW - minutes(3)), [], [])
        work.add(a_deal(here, "sleeps"), [], [])
    assert pulse(storage).due_look == NOW - minutes(3)

    with storage.work(elsewhere) as work:
        work.put_digests([DigestClock(DigestKind.TEAM, "C1", "UTC", NOW - minutes(8))])
    assert pulse(storage).due_look == NOW - minutes(8)


def test_what_comes_next_is_a_look_or_a_message_that_was_put_off(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    assert pulse(storage).comes_at is None
    with storage.work(here) as work:
        work.add(a_deal(here, next_review_at=NOW + minutes(30)), [], [])
    assert pulse(storage).comes_at == NOW + minutes(30)

    put(storage, elsewhere, "at once")
    put(storage, elsewhere, "tomorrow", not_before=NOW + minutes(900))
    assert pulse(storage).comes_at == NOW + minutes(30)

    put(storage, elsewhere, "in a minute", not_before=NOW + minutes(1))
    assert (pulse(storage).comes_at, pulse(storage).due_look) == (NOW + minutes(1), NOW + minutes(30))


def test_a_workspace_that_looks_back_is_not_late(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here, "old", decided_at=NOW - minutes(90))
    with storage.work(here) as work:
        work.add(a_deal(here, next_review_at=NOW - minutes(90)), [], [])
    with storage.database.writing() as connection:
        connection.execute(update(workspace).values(look_back_at=MACHINE))

    found = pulse(storage)

    assert (found.lag, found.due_look, found.waiting) == (NO_TIME, None, 1)


def test_a_message_of_a_deal_is_due_since_the_event_it_follows_from(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, seq=1), [kept(1, NOW - minutes(6))], [a_message("it")])

    assert pulse(storage).lag == minutes(6)


def test_tables_of_this_version_are_no_problem(storage: Storage) -> None:
    assert Watching(storage.database).schema_problem() is None


def test_tables_that_a_newer_version_moved_on_are_named(storage: Storage) -> None:
    stands_at(storage, "9999")

    assert Watching(storage.database).schema_problem() == (
        "a newer Baton moved the tables to revision 9999: this one stands down, run the newer version"
    )

    stands_at(storage, newest())


def test_tables_that_were_taken_back_are_named_with_what_helps(url: str, storage: Storage) -> None:
    if url.startswith("postgresql"):
        pytest.skip("the database is shared by the tests that follow")
    downgrade(storage.engine, "0004")

    assert "stand at revision 0004" in str(Watching(storage.database).schema_problem())
    assert "python app.py migrate" in str(Watching(storage.database).schema_problem())


def stands_at(storage: Storage, revision: str) -> None:
    with storage.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


class TestPlans:
    """Every question finds its index, on SQLite, whose plans do not hang on statistics."""

    @pytest.fixture
    def url(self, tmp_path: Path, sqlite_template: Path) -> str:
        (tmp_path / "baton.db").write_bytes(sqlite_template.read_bytes())
        return f"sqlite:///{tmp_path / 'baton.db'}"

    def test_nothing_that_was_sent_is_read(self, storage: Storage) -> None:
        with noted(storage) as statements:
            pulse(storage)
        with storage.engine.execution_options(is_reading=True).connect() as connection:
            plan = [
                row.detail
                for statement, parameters in statements
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]

        on_rows = [each for each in plan if " outbox" in each or " deal" in each or " digest_clock" in each]
        assert [each for each in on_rows if "INDEX" not in each] == []
        assert {name for each in on_rows for name in each.split() if name.startswith("ix_")} == {
            "ix_outbox_due",
            "ix_outbox_dead",
            "ix_outbox_in_doubt",
            "ix_deal_review",
            "ix_digest_clock_due",
        }
        assert not [each for each in plan if "TEMP B-TREE" in each]
