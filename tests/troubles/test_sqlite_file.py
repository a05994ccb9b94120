"""A SQLite file that is full, cannot be written, is held by somebody, is gone or is another: told, and gone on from."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.stage import Stage
from tests.troubles.scene import Scene, hampered, in_service, opened


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with in_service(tmp_path_factory.mktemp("file")) as made:
        yield made


@pytest.fixture
def scene(on: Stage, request: pytest.FixtureRequest) -> Scene:
    """Give each test a deal of its own, and a log that begins with it."""
    made = opened(on, request.node.name.removeprefix("test_")[:12].replace("_", ""))
    (on.folder / "baton.log").open("w").close()
    return made


def file_of(on: Stage) -> Path:
    return on.folder / "baton.db"


def let_leases_end(on: Stage) -> None:
    """Let what a courier held when its memory failed come free at once: a minute of the machine's own, else.

    Only what never went on the wire. A courier that is at work on it all the same finds its lease lost.
    """
    with closing(sqlite3.connect(file_of(on))) as memory, memory:
        memory.execute("UPDATE outbox SET due_at = 1 WHERE state = 'pending' AND lease_token IS NOT NULL")


def test_a_full_disk_is_told_of_and_nothing_confirmed_is_lost(on: Stage, scene: Scene) -> None:
    with hampered(on, "max_page_count=1"):
        scene.is_refused()
        scene.is_unready("The database has no room left.")
        scene.is_told_once("The database has no room left.")
    let_leases_end(on)
    scene.goes_on()


def test_what_can_only_be_read_is_told_of_and_written_again_later(on: Stage, scene: Scene) -> None:
    with hampered(on, "query_only=1"):
        assert scene.commits().startswith("Baton cannot reach its memory right now.")
        scene.is_unready("The database can be read and not written.")
        scene.is_told_once("The database can be read and not written.")
    scene.goes_on()


def test_held_by_another_program_people_hear_so_at_once(on: Stage, scene: Scene) -> None:
    with closing(sqlite3.connect(file_of(on), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert scene.commits().startswith("Baton cannot reach its memory right now.")
        scene.is_unready("held")
        other.execute("ROLLBACK")
    scene.goes_on()


def test_moved_away_nothing_is_written_where_nobody_looks_for_it(on: Stage, scene: Scene) -> None:
    away = on.folder / "elsewhere.db"
    file_of(on).rename(away)

    scene.is_unready("is not there any more")
    assert scene.commits().startswith("Baton cannot reach its memory right now.")
    scene.is_told_once("is not there any more")
    assert not file_of(on).exists()

    away.rename(file_of(on))
    scene.goes_on()


def test_exchanged_for_yesterdays_it_is_left_alone(on: Stage, scene: Scene) -> None:
    todays, yesterdays = on.folder / "todays.db", on.folder / "yesterdays.db"
    with closing(sqlite3.connect(file_of(on))) as source, closing(sqlite3.connect(yesterdays)) as copy:
        source.backup(copy)
    was = yesterdays.read_bytes()
    file_of(on).rename(todays)
    shutil.copy(yesterdays, file_of(on))

    scene.is_unready("is not the one that Baton opened")
    assert scene.commits().startswith("Baton cannot reach its memory right now.")
    scene.is_told_once("is not the one that Baton opened")
    assert file_of(on).read_bytes() == was

    todays.rename(file_of(on))
    scene.goes_on()
