"""A restore is done or not done, fits either database, and lets nobody send before Slack was looked through."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace as with_kind
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.model import ChannelId, UserId, WorkspaceId
from bot.outgoing import Kind
from bot.ports import Posted, RowState
from storage.engine import open_engine
from storage.failure import StorageError
from storage.keeping.backup import back_up
from storage.keeping.losses import SETTLES_AFTER, mark_lost_in
from storage.keeping.restore import restore
from storage.migrations import check, current, newest, upgrade
from storage.opening import Storage, open_storage
from storage.schema.boxes import outbox
from storage.serving import serve_lock
from tests.storage.conftest import new_database, numbered_ids, run
from tests.storage.examples import NOW, a_deal, a_message, minutes
from tests.storage.rows import everything, fill

LATER = NOW + minutes(60)
MACHINE = NOW + minutes(1000)
SETTLED = MACHINE + SETTLES_AFTER
NUMBERS = count(1)
C1 = ChannelId("C1")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database to restore into, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"restored_{next(NUMBERS)}"
    yield new_database(server, name)
    run(server, f"DROP DATABASE {name} WITH (FORCE)")


def a_backup(storage: Storage, here: WorkspaceId, kept: Path) -> Path:
    """Keep a workspace with one deal and its message, taken at NOW."""
    with storage.work(here) as work:
        work.add(a_deal(here), [], [a_message("waits")])
    back_up(storage.engine, kept, now=NOW)
    return kept


def put_back(url: str, file: Path, *, replace: bool = False) -> Storage:
    restore(url, file, replace=replace, now=LATER, machine=MACHINE)
    return open_storage(url, ids=numbered_ids())


def claim(storage: Storage, at: object = MACHINE) -> list[str]:
    rows = storage.outbox.claim(now=at, business_now=LATER, lease_for=60, limit=10)  # type: ignore[arg-type]
    return [row.outgoing.key for row in rows]


def test_a_backup_of_either_database_fits_either(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    restored = put_back(other_url, a_backup(storage, here, kept))

    with restored.work(here) as work:
        deal = work.deal_from("erp", "acme")
    assert deal is not None
    assert deal.facts == a_deal(here).facts
    assert check(restored.engine) == []
    restored.close()


def test_every_row_comes_back_as_it_was_but_for_what_doubts_it(storage: Storage, kept: Path, other_url: str) -> None:
    with storage.engine.begin() as connection:
        fill(connection)
        rows = everything(connection)
    back_up(storage.engine, kept, now=NOW)

    restored = put_back(other_url, kept)

    with restored.engine.connect() as connection:
        found = everything(connection)
    doubted = {"workspace", "outbox", "bucket", "looked_back"}
    assert {name: found[name] for name in found.keys() - doubted} == {
        name: rows[name] for name in rows.keys() - doubted
    }
    assert len(found["outbox"]) == len(rows["outbox"])
    restored.close()


def test_rows_go_on_being_counted_after_those_that_came_back(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    restored = put_back(other_url, a_backup(storage, here, kept))
    loss = restored.looking_back.losses()[0]
    restored.looking_back.finish(loss)

    with restored.work(here) as work:
        work.send([a_message("next")])

    with restored.engine.connect() as connection:
        keys = connection.scalars(select(outbox.c.key).order_by(outbox.c.position)).all()
    assert keys == ["waits", "next"]
    restored.close()


def test_nothing_is_sent_or_planned_until_all_was_looked_through(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, next_review_at=NOW), [], [a_message("waits")])
    back_up(storage.engine, kept, now=NOW)
    restored = put_back(other_url, kept)

    assert claim(restored) == []
    assert restored.workspaces.due(now=LATER) == []
    assert restored.looking_back.problem() == (
        f"after a restore it looks through Slack since {NOW:%Y-%m-%d %H:%M} UTC before it sends"
    )

    loss = restored.looking_back.losses()[0]
    restored.looking_back.finish(loss)

    assert claim(restored) == ["waits"]
    assert restored.workspaces.due(now=LATER) == [here]
    assert restored.looking_back.losses() == []
    assert restored.looking_back.problem() is None
    restored.close()


def test_people_may_go_on_meanwhile(storage: Storage, here: WorkspaceId, kept: Path, other_url: str) -> None:
    restored = put_back(other_url, a_backup(storage, here, kept))

    with restored.work(here) as work:
        assert work.workspace().is_restored
        work.send([a_message("typed")])

    assert claim(restored) == []
    restored.close()


def test_the_loss_is_what_lies_between_backup_and_restore(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    restored = put_back(other_url, a_backup(storage, here, kept))

    (loss,) = restored.looking_back.losses()

    assert (loss.workspace_id, loss.since, loss.until) == (here, NOW, LATER)
    restored.close()


def test_a_lease_of_the_lost_time_is_not_honoured(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [a_message("claimed")])
    (row,) = storage.outbox.claim(now=MACHINE, business_now=NOW, lease_for=3600, limit=1)
    back_up(storage.engine, kept, now=NOW)
    restored = put_back(other_url, kept)

    assert not restored.outbox.to_wire(row, now=MACHINE, body="{}", channel_id=C1)

    restored.looking_back.finish(restored.looking_back.losses()[0])
    assert claim(restored) == ["claimed"]
    restored.close()


def test_a_channel_that_waits_to_be_made_is_looked_for_first(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    opening = [with_kind(a_message("channel:1"), kind=Kind.OPEN_CHANNEL), a_message("brief:1")]
    with storage.work(here) as work:
        work.add(a_deal(here), [], opening)
    back_up(storage.engine, kept, now=NOW)
    restored = put_back(other_url, kept)
    restored.looking_back.finish(restored.looking_back.losses()[0])

    rows = restored.outbox.claim(now=MACHINE, business_now=LATER, lease_for=60, limit=10)

    assert [(row.outgoing.key, row.state) for row in rows] == [("channel:1", RowState.UNKNOWN)]
    restored.close()


def test_a_database_with_deals_is_replaced_only_when_told_to(
    storage: Storage, here: WorkspaceId, kept: Path, other_url: str
) -> None:
    file = a_backup(storage, here, kept)
    put_back(other_url, file).close()

    with pytest.raises(StorageError, match=r"holds 1 deals, .* Back it up first, then restore with --replace"):
        restore(other_url, file, replace=False, now=LATER, machine=MACHINE)

    put_back(other_url, file, replace=True).close()


def test_a_loss_before_the_last_one_was_looked_into_counts_from_the_older_backup(
    storage: Storage, here: WorkspaceId
) -> None:
    mark_lost_in(storage.database, since=NOW, now=LATER, machine=MACHINE)
    mark_lost_in(storage.database, since=NOW + minutes(30), now=LATER + minutes(1), machine=MACHINE)

    assert [loss.since for loss in storage.looking_back.losses()] == [NOW]


def test_a_loss_after_that_counts_from_its_own(storage: Storage, here: WorkspaceId) -> None:
    mark_lost_in(storage.database, since=NOW, now=LATER, machine=MACHINE)
    storage.looking_back.finish(storage.looking_back.losses()[0])

    mark_lost_in(storage.database, since=NOW + minutes(30), now=LATER, machine=MACHINE)

    assert [loss.since for loss in storage.looking_back.losses()] == [NOW + minutes(30)]


def test_one_process_looks_at_a_time_and_not_before_calls_have_settled(storage: Storage, here: WorkspaceId) -> None:
    mark_lost_in(storage.database, since=NOW, now=LATER, machine=MACHINE)
    looking = storage.looking_back
    (loss,) = looking.losses()

    assert not looking.take(loss, now=SETTLED - timedelta(seconds=1), lease_for=60)
    assert looking.take(loss, now=SETTLED, lease_for=60)
    assert not looking.take(loss, now=SETTLED + timedelta(seconds=59), lease_for=60)
    looking.again(loss, at=SETTLED + timedelta(seconds=5))
    assert looking.take(loss, now=SETTLED + timedelta(seconds=5), lease_for=60)


def test_what_was_seen_is_found_by_its_mark_in_its_workspace_only(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    mark_lost_in(storage.database, since=NOW, now=LATER, machine=MACHINE)
    mine, _ = sorted(storage.looking_back.losses(), key=lambda loss: loss.workspace_id != here)

    newer, line, older = Posted(C1, "20.1", is_line=True), Posted(C1, "19.5", is_line=True), Posted(C1, "12.0")
    storage.looking_back.keep(mine, C1, {"m1": newer, "m2": line}, reached="19.5")
    storage.looking_back.keep(mine, C1, {"m1": older}, reached=None)

    with storage.work(here) as work:
        assert work.sighted("m1") == older
        assert work.sighted("m2") == line
        assert work.sighted("m3") is None
    with storage.work(elsewhere) as work:
        assert work.sighted("m1") is None
    assert storage.looking_back.progress(mine) == {"C1": None}


def test_an_older_backup_is_brought_up_to_date_on_the_way(tmp_path: Path, kept: Path, other_url: str) -> None:
    old = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(old, "0001")
    with old.begin() as connection:
        fill(connection)
    back_up(old, kept, now=NOW)
    old.dispose()

    restored = put_back(other_url, kept)

    assert current(restored.engine) == newest()
    assert len(restored.workspaces.all()) == 3
    restored.close()


@pytest.mark.postgres
def test_a_server_that_baton_still_uses_is_left_alone(
    tmp_path: Path, postgres_url: str, kept: Path, sqlite_template: Path
) -> None:
    kept.write_bytes(sqlite_template.read_bytes())
    source = open_storage(f"sqlite:///{tmp_path / 'source.db'}", ids=numbered_ids())
    upgrade(source.engine)
    kept.unlink()
    back_up(source.engine, kept, now=NOW)
    source.close()
    running = open_storage(postgres_url, ids=numbered_ids())
    running.workspaces.all()

    with pytest.raises(StorageError, match="Baton still uses the database: 1 open"):
        restore(postgres_url, kept, replace=True, now=LATER, machine=MACHINE)

    running.close()


class TestAFile:
    """What only a database in a file can have happen to it."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "baton.db"

    @pytest.fixture
    def target(self, file: Path) -> str:
        """Return a database with one deal that the backup does not have."""
        url = f"sqlite:///{file}"
        storage = open_storage(url, ids=numbered_ids())
        upgrade(storage.engine)
        here = storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT")).id
        with storage.work(here) as work:
            work.add(a_deal(here, "newer"), [], [])
        storage.close()
        return url

    @pytest.fixture
    def backup(self, tmp_path: Path, kept: Path) -> Path:
        storage = open_storage(f"sqlite:///{tmp_path / 'source.db'}", ids=numbered_ids())
        upgrade(storage.engine)
        a_backup(storage, storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id, kept)
        storage.close()
        return kept

    def test_the_old_one_is_kept_beside_it(self, target: str, backup: Path) -> None:
        done = restore(target, backup, replace=True, now=LATER, machine=MACHINE)

        assert done.kept is not None
        assert done.kept.name == "baton.db.before-20261122T110000Z"
        assert deals_in(done.kept) == ["newer"]

    def test_nothing_else_is_left_beside_it(self, file: Path, target: str, backup: Path) -> None:
        restore(target, backup, replace=True, now=LATER, machine=MACHINE)

        beside = {each.name for each in file.parent.glob("baton.db*")}
        assert beside == {"baton.db", "baton.db.lock", "baton.db.before-20261122T110000Z"}
        assert file.stat().st_mode & 0o777 == 0o600

    def test_a_process_that_serves_it_is_not_disturbed(self, target: str, backup: Path, file: Path) -> None:
        with serve_lock(target), pytest.raises(StorageError, match="Another Baton already serves"):
            restore(target, backup, replace=True, now=LATER, machine=MACHINE)

        assert deals_in(file) == ["newer"]

    def test_another_program_that_reads_it_is_not_pulled_away_from(self, target: str, backup: Path, file: Path) -> None:
        reader = sqlite3.connect(file)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM deal").fetchall()

        with pytest.raises(StorageError, match=r"in use by another program\. Stop it, then restore"):
            restore(target, backup, replace=True, now=LATER, machine=MACHINE)

        reader.close()
        assert deals_in(file) == ["newer"]

    def test_a_file_that_is_no_database_any_more_is_replaced_and_kept(
        self, target: str, backup: Path, file: Path
    ) -> None:
        file.write_bytes(b"\x00" * 8192)

        done = restore(target, backup, replace=False, now=LATER, machine=MACHINE)

        assert deals_in(file) == ["acme"]
        assert done.kept is not None
        assert done.kept.read_bytes() == b"\x00" * 8192

    def test_no_room_for_it_changes_nothing(self, target: str, backup: Path, file: Path) -> None:
        limited = (
            "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        )

        done = subprocess.run(
            [sys.executable, "-c", limited + RESTORES, target, str(backup)], capture_output=True, text=True, check=False
        )

        assert "could not be put in place" in done.stderr
        assert "Nothing was changed" in done.stderr
        assert deals_in(file) == ["newer"]
        assert not file.with_name("baton.db.restoring").exists()

    def test_memory_cannot_be_restored_into(self, backup: Path) -> None:
        with pytest.raises(StorageError, match="Set DATABASE_URL to one that stays"):
            restore("sqlite://", backup, replace=True, now=LATER, machine=MACHINE)


RESTORES = (
    "import sys; from pathlib import Path; from datetime import *; from storage.keeping.restore import restore;"
    "now = datetime(2026, 11, 22, 11, tzinfo=UTC); print('go', flush=True);"
    "restore(sys.argv[1], Path(sys.argv[2]), replace=True, now=now, machine=now)"
)


def deals_in(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    found = [row[0] for row in connection.execute("SELECT external_id FROM deal ORDER BY 1")]
    connection.close()
    return found


@pytest.mark.parametrize("steps", range(6))
def test_killed_at_any_moment_it_is_the_old_or_the_new(tmp_path: Path, kept: Path, other_url: str, steps: int) -> None:
    source = open_storage(f"sqlite:///{tmp_path / 'source.db'}", ids=numbered_ids())
    upgrade(source.engine)
    here = source.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id
    a_backup(source, here, kept)
    put_back(other_url, kept).close()
    with source.work(here) as work:
        work.add(a_deal(here, "newer"), [], [])
    kept.unlink()
    back_up(source.engine, kept, now=NOW)
    source.close()

    process = subprocess.Popen([sys.executable, "-c", RESTORES, other_url, str(kept)], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    try:
        process.wait(timeout=0.03 * steps)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()

    found = open_storage(other_url, ids=numbered_ids())
    with found.engine.connect() as connection:
        deals = connection.scalar(text("SELECT count(*) FROM deal"))
    assert deals in {1, 2}
    assert len(found.looking_back.losses()) == 1
    found.close()
    put_back(other_url, kept, replace=True).close()


def test_whoever_was_killed_once_the_old_one_was_put_aside_restores_again(tmp_path: Path, kept: Path) -> None:
    source = open_storage(f"sqlite:///{tmp_path / 'source.db'}", ids=numbered_ids())
    upgrade(source.engine)
    a_backup(source, source.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id, kept)
    source.close()
    target = tmp_path / "third.db"
    put_back(f"sqlite:///{target}", kept).close()
    aside = target.with_name(f"{target.name}.before-{LATER:%Y%m%dT%H%M%SZ}")
    aside.hardlink_to(target)

    put_back(f"sqlite:///{target}", kept, replace=True).close()

    assert not aside.samefile(target)
