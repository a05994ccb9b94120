"""A PostgreSQL that is away, full, read-only or held by somebody: told, and gone on from without a restart of Baton."""

from collections.abc import Iterator

import pytest

from tests.journeys.stage import Stage, served
from tests.troubles.scene import OUT_OF_REACH, Scene, opened
from tests.troubles.server import Server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("server"), DATABASE_URL=server.url) as made:
        yield made


@pytest.fixture
def scene(on: Stage, request: pytest.FixtureRequest) -> Scene:
    """Give each test a deal of its own, and a log that begins with it."""
    made = opened(on, request.node.name.removeprefix("test_")[:12].replace("_", ""))
    (on.folder / "baton.log").open("w").close()
    return made


def let_leases_end(server: Server) -> None:
    """Let what a courier held when its memory failed come free at once, if it never went on the wire."""
    server.run(
        "SET default_transaction_read_only = off",
        "UPDATE outbox SET due_at = 1 WHERE state = 'pending' AND lease_token IS NOT NULL",
    )


def test_away_for_a_while_nothing_is_lost_and_no_start_is_needed(scene: Scene, server: Server) -> None:
    scene.commits()
    # What is on its way just now waits until its lease is over: true, and longer than a test has time for.
    scene.on.settle()
    with server.away():
        assert scene.commits().startswith(OUT_OF_REACH)
        scene.is_unready("The database cannot be used.")
        scene.is_told_once("The database cannot be used.")
    scene.goes_on()


def test_full_it_is_told_of_by_its_cause(scene: Scene, server: Server) -> None:
    server.run(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$",
        "CREATE TRIGGER no_room BEFORE INSERT ON event EXECUTE FUNCTION no_room()",
    )
    scene.is_refused()
    scene.is_unready("The database has no room left.")
    scene.is_told_once("The database has no room left.")
    server.run("DROP TRIGGER no_room ON event")
    let_leases_end(server)
    scene.goes_on()


def test_read_only_as_after_a_failover_it_is_told_of(scene: Scene, server: Server) -> None:
    read_only = "ALTER SYSTEM SET default_transaction_read_only = {}"
    server.run(read_only.format("on"), "SELECT pg_reload_conf()")
    try:
        scene.is_refused()
        scene.is_unready("The database can be read and not written.")
        scene.is_told_once("The database can be read and not written.")
    finally:
        server.run("SET default_transaction_read_only = off", read_only.format("off"), "SELECT pg_reload_conf()")
    let_leases_end(server)
    scene.goes_on()


def test_held_by_another_program_people_hear_so_at_once(scene: Scene, server: Server) -> None:
    with server.held("LOCK TABLE deal IN ACCESS EXCLUSIVE MODE"):
        assert scene.commits().startswith(OUT_OF_REACH)
        scene.is_unready("The database is held by another program")
    scene.goes_on()


def test_moved_on_by_a_newer_version_this_one_stands_down_until_it_is_moved_back(
    on: Stage, scene: Scene, server: Server
) -> None:
    (stands_at,) = server.ask("SELECT version_num FROM alembic_version")
    server.run("UPDATE alembic_version SET version_num = '9999'")
    on.baton.wait_until(lambda state: "newer" in str(state.get("status")), seconds=60)

    before = len(on.read(scene.channel))
    scene.commits()
    on.slack.advance(60)

    assert len(on.read(scene.channel)) == before
    server.run(f"UPDATE alembic_version SET version_num = '{stands_at}'")
    scene.goes_on()
