"""A minute of the soak: replicas on PostgreSQL, and one process beside SQLite, killed and stopped under a faulty Slack."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.soak.figures import stuck
from tests.soak.history import read
from tests.soak.judge import Judge
from tests.soak.run import Plan, Run
from tests.soak.stage import Stage, stage

AWAY = timedelta(minutes=4)
"""Longer than a lease lasts, than a call without an answer may still take effect, and than a workspace's own seconds."""
SLICE = Plan(
    seed=5,
    rough=12.0,
    calm_days=0,
    settling=12.0,
    actors=3,
    deals=3,
    head_start=3,
    between_acts=0.3,
    often=4.0,
    least_strikes=5,
)


@pytest.mark.minutes
@pytest.mark.parametrize(
    ("database", "replicas"),
    [pytest.param("postgresql", 2, marks=pytest.mark.postgres), pytest.param("sqlite", 1)],
)
def test_kills_and_stops_lose_nothing_and_double_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, replicas: int
) -> None:
    url = f"sqlite:///{tmp_path}/baton.db" if database == "sqlite" else request.getfixturevalue("postgres_url")
    with stage(tmp_path, seed="5", replicas=replicas, database=url, pace=1.0) as on:
        run = Run(on, SLICE, before_the_calm=lambda: comes_back_later(on))
        run.play()
        waiting = stuck(on.fleet)
        history = read(on.slack, on.log)
        verdict = Judge(on.story, history, on.timeline, run.unrested).judge()
        words = on.words()

    assert verdict.faults == [], words
    assert (run.troubles, waiting) == ([], 0), words
    assert on.fleet.kills + on.fleet.stops >= 5
    assert len(history.said) >= 3 * len(on.story.deals) >= 9


def comes_back_later(on: Stage) -> None:
    """Let Baton have been away for a while: machine time is the machine's own, so what it noted moves back."""
    micros = AWAY // timedelta(microseconds=1)
    engine = create_engine(on.database)
    with on.fleet.down(), engine.begin() as connection:
        for moment in ("due_at", "first_wire_at", "last_wire_at"):
            connection.execute(text(f"UPDATE outbox SET {moment} = {moment} - {micros} WHERE {moment} > {micros}"))
    engine.dispose()
