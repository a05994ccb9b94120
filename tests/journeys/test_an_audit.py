"""Days of a Baton that is well go by, and an audit of its memory from outside finds nothing; then something is broken."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.rules.auditing import findings
from bot.watching import Fault, Finding
from storage.auditing import Auditing
from storage.engine import Database, open_engine
from tests.journeys.stage import MONDAY, Stage, served

STEP = "call the site host"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path) as made:
        yield made


@contextmanager
def memory(on: Stage) -> Iterator[Database]:
    engine = open_engine(on.settings["DATABASE_URL"])
    yield Database(engine)
    engine.dispose()


def audit(on: Stage) -> list[Finding]:
    now = on.slack.now()
    with memory(on) as database:
        auditing = Auditing(database)
        there = auditing.workspaces()
        assert there
        # Machine time is this machine's: whatever is in doubt has been so for seconds.
        read = [auditing.evidence(each, now=now, machine=now) for each in there]
    return [found for each in read for found in findings(each, now=now)]


def test_nothing_is_found_in_two_weeks_and_then_what_was_broken(on: Stage) -> None:
    on.won()
    on.settle()
    assert audit(on) == []

    somebody_owns_it_and_commits(on)
    for days in (0.4, 1, 1.3, 2, 3.3, 4, 7.3, 8.4, 11, 14.4):
        on.until(MONDAY + timedelta(days=days))
        assert audit(on) == []

    breaks(on, "UPDATE deal SET channel_id = NULL, next_review_at = NULL")
    assert {each.fault for each in audit(on)} == {Fault.UNREVIEWED, Fault.WITHOUT_CHANNEL}


def somebody_owns_it_and_commits(on: Stage) -> None:
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", f"/deal next {STEP} by tomorrow 14:00 else Lena decides")
    assert audit(on) == []


def breaks(on: Stage, statement: str) -> None:
    with memory(on) as database, database.writing() as connection:
        assert connection.execute(text(statement)).rowcount
