"""A scrape of the figures, and an audit, cost little beside a million messages and tens of thousands of deals."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from bot.model import WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import RowState
from bot.rules.auditing import findings
from storage.opening import Storage
from tests.benchmarks.filling import DUE, put_deals, workspace
from tests.benchmarks.measuring import asked, best, tell
from tests.bot.making import NOW

FEW, MANY = 1_000, 1_000_000
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
A_SCRAPE = 250.0
"""Milliseconds that a scrape may take at most, every fifteen seconds: what counts is that it does not grow on."""
AN_AUDIT = 3_000.0
"""Milliseconds that an audit may take at most, every five minutes."""

Open = Callable[[], Storage]


def put_rows(storage: Storage, here: WorkspaceId, count: int, state: RowState) -> None:
    """Add many messages in one state, as the database itself multiplies one of them."""
    with storage.work(here) as work:
        work.send([Outgoing(f"seed:{state}", Kind.SAY, None)], now=NOW)
    multiply = text("""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
        INSERT INTO outbox (workspace_id, id, key, kind, lane, not_before, state, due_at, attempt, decided_at)
        SELECT workspace_id, id, 'm:' || i || :state, kind, 'lane:' || (i % 1000), not_before, :state, due_at, 0,
               decided_at
        FROM n, outbox WHERE key = :seed
    """)
    with storage.engine.begin() as connection:
        if storage.engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(multiply, {"count": count, "state": str(state), "seed": f"seed:{state}"})
    with storage.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if storage.engine.dialect.name == "postgresql":
            # As its own housekeeping does within a minute.
            connection.execute(text("VACUUM ANALYZE outbox"))


def filled(open_one: Open, count: int, state: RowState) -> Storage:
    storage = open_one()
    put_rows(storage, workspace(storage), count, state)
    return storage


def scrape(storage: Storage) -> object:
    return storage.watching.pulse(now=SOON, machine=SOON), storage.watching.schema_problem()


def test_a_scrape_beside_a_million_messages(kind: str, open_one: Open) -> None:
    few = filled(open_one, FEW, RowState.SENT)
    sent, waiting = (filled(open_one, MANY, state) for state in (RowState.SENT, RowState.PENDING))

    first, second, third = best(lambda: scrape(few), lambda: scrape(sent), lambda: scrape(waiting), times=5)
    with asked(sent.engine) as seen:
        scrape(sent)

    tell(
        f"a scrape, {kind}",
        f"{first:.1f} ms beside {FEW:,} messages that were sent",
        f"{second:.1f} ms beside {MANY:,}",
        f"{third:.1f} ms beside {MANY:,} that wait",
        f"{seen}",
    )
    assert max(second, third) < A_SCRAPE
    assert waiting.watching.pulse(now=SOON, machine=SOON).waiting == 100_000
    assert sent.watching.pulse(now=SOON, machine=SOON).lag == SOON - NOW


def test_an_audit_beside_many_open_deals(kind: str, open_one: Open) -> None:
    storage = open_one()
    here = workspace(storage)
    put_deals(storage, here, 20_000)
    put_rows(storage, here, MANY, RowState.PENDING)

    def audit() -> object:
        return findings(storage.auditing.evidence(here, now=LATER, machine=LATER), now=LATER)

    (taken,) = best(audit, times=3)

    tell(f"an audit, {kind}", f"{taken:.1f} ms of 20,000 open deals ({DUE} due) beside {MANY:,} messages that wait")
    assert audit() == ()
    assert taken < AN_AUDIT
