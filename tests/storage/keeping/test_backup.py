"""A backup is whole or not there, taken while others write, and fits either database."""

import re
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.model import WorkspaceId
from storage.engine import open_engine
from storage.failure import StorageError
from storage.keeping.backup import back_up, read_backup
from storage.migrations import newest, upgrade
from storage.opening import Storage
from tests.storage.examples import NOW, a_deal, a_message
from tests.storage.rows import everything, fill

TAKEN_AT = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)
WRITES_ONE = "from storage.keeping.backup import *; import sys; from storage.engine import open_engine;"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "backup.db"


@pytest.fixture(autouse=True)
def folder(kept: Path) -> None:
    kept.parent.mkdir()


def change(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


def tear(file: Path) -> None:
    """Overwrite pages in the middle, as a disk may."""
    pages = bytearray(file.read_bytes())
    pages[len(pages) // 3 : len(pages) // 2] = b"\xff" * (len(pages) // 2 - len(pages) // 3)
    file.write_bytes(pages)


def test_a_backup_tells_when_it_was_taken_of_which_tables_and_how_many_deals(
    storage: Storage, here: WorkspaceId, kept: Path
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here), [], [a_message("hello")])

    taken = back_up(storage.engine, kept, now=TAKEN_AT)

    assert taken == read_backup(kept)
    assert (taken.taken_at, taken.revision, taken.deals) == (TAKEN_AT, newest(), 1)


def test_a_backup_holds_every_row_as_it_is_stored(storage: Storage, kept: Path) -> None:
    with storage.engine.begin() as connection:
        fill(connection)
        rows = everything(connection)

    back_up(storage.engine, kept, now=TAKEN_AT)

    copy = open_engine(f"sqlite:///{kept}")
    with copy.connect() as connection:
        assert everything(connection) == rows
    copy.dispose()


def test_only_its_owner_may_read_it_and_nothing_stands_beside_it(storage: Storage, kept: Path) -> None:
    back_up(storage.engine, kept, now=TAKEN_AT)

    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_a_backup_never_writes_over_a_file(storage: Storage, kept: Path) -> None:
    kept.write_text("precious")

    with pytest.raises(StorageError, match=r"is there already.*choose another name"):
        back_up(storage.engine, kept, now=TAKEN_AT)

    assert kept.read_text() == "precious"


def test_what_a_killed_backup_left_is_no_obstacle(storage: Storage, kept: Path) -> None:
    kept.with_name("backup.db.part").write_text("half a page")

    back_up(storage.engine, kept, now=TAKEN_AT)

    assert list(kept.parent.iterdir()) == [kept]


def test_a_folder_that_is_not_there_is_said_so(storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"could not be written: No such file or directory.*Check the folder"):
        back_up(storage.engine, tmp_path / "nowhere" / "backup.db", now=TAKEN_AT)


def test_a_database_without_tables_has_nothing_to_keep(tmp_path: Path, kept: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(StorageError, match=r"python app\.py migrate"):
        back_up(engine, kept, now=TAKEN_AT)

    engine.dispose()


def test_an_older_database_is_kept_as_it_is(tmp_path: Path, kept: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(engine, "0001")

    assert back_up(engine, kept, now=TAKEN_AT).revision == "0001"

    engine.dispose()


def test_a_disk_without_room_leaves_nothing_behind(url: str, storage: Storage, kept: Path) -> None:
    with storage.engine.begin() as connection:
        fill(connection)
    program = (
        f"{WRITES_ONE} import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "back_up(open_engine(sys.argv[1]), Path(sys.argv[2]), now=datetime.fromisoformat(sys.argv[3]))"
    )

    said = ended(program, url, str(kept), TAKEN_AT.isoformat())

    assert re.search(r"storage\.failure\.(StorageError|Unusable): ", said)
    assert "room" in said
    assert list(kept.parent.iterdir()) == []


def ended(program: str, *arguments: str) -> str:
    """Run a program that fails and return what it says."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stderr


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(url: str, storage: Storage, kept: Path) -> None:
    with storage.engine.begin() as connection:
        fill(connection, 300)
    program = f"{WRITES_ONE} print('go', flush=True); back_up(open_engine(sys.argv[1]), Path(sys.argv[2]), now=NOW)"
    program = program.replace("NOW", "datetime.fromisoformat(sys.argv[3])")

    command = [sys.executable, "-c", program, url, str(kept), TAKEN_AT.isoformat()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    part = kept.with_name("backup.db.part")
    while not part.exists() and process.poll() is None:
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()

    if kept.exists():
        read_backup(kept)
    else:
        back_up(storage.engine, kept, now=TAKEN_AT)
    assert read_backup(kept).deals == 300


def test_a_backup_shows_one_moment_while_others_write(storage: Storage, here: WorkspaceId, kept: Path) -> None:
    """Each deal comes with its message in one transaction: a copy that has one without the other is torn."""
    is_over = threading.Event()

    def write() -> None:
        number = 0
        while not is_over.is_set() and number < 200:
            with storage.work(here) as work:
                work.add(a_deal(here, str(number)), [], [a_message(str(number))])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    copies = [kept.with_name(f"{number}.db") for number in range(3)]
    for copy in copies:
        back_up(storage.engine, copy, now=NOW)
    is_over.set()
    writer.join()

    counts = [[count(copy, table) for table in ("deal", "outbox")] for copy in copies]
    assert all(deals == messages for deals, messages in counts)
    assert sorted(counts) == counts


def count(copy: Path, table: str) -> int:
    engine = open_engine(f"sqlite:///{copy}")
    with engine.connect() as connection:
        found = connection.scalar(text(f"SELECT count(*) FROM {table}"))
    engine.dispose()
    assert found is not None
    return int(found)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda file: file.unlink(), "cannot be read: No such file"),
        (lambda file: file.write_text("dear diary"), "is no backup of Baton. Give a file that"),
        (lambda file: change(file, "DROP TABLE backup_note"), "damaged or no backup of Baton"),
        (lambda file: change(file, "UPDATE backup_note SET revision = '9999'"), "newer Baton .revision 9999"),
        (lambda file: change(file, "DELETE FROM workspace"), "is damaged: a row of .* refers to nothing"),
        (tear, "is damaged"),
    ],
)
def test_a_file_that_cannot_be_restored_is_told_apart(
    storage: Storage, kept: Path, spoil: object, sentence: str
) -> None:
    with storage.engine.begin() as connection:
        fill(connection)
    back_up(storage.engine, kept, now=TAKEN_AT)
    spoil(kept)  # type: ignore[operator]

    with pytest.raises(StorageError, match=sentence):
        read_backup(kept)
