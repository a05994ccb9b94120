"""A scrape of the figures, and an audit, cost little beside a million messages and tens of thousands of deals."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

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
CROWD = 150_000
"""More than is counted: whatever waits beyond it must cost nothing."""
MOST_TIMES_SLOWER = 3.0

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
    few, sent = (filled(open_one, count, RowState.SENT) for count in (FEW, MANY))
    crowd, waiting = (filled(open_one, count, RowState.PENDING) for count in (CROWD, MANY))

    taken = best(*(partial(scrape, each) for each in (few, sent, crowd, waiting)), times=5)
    with asked(sent.engine) as seen:
        scrape(sent)

    tell(
        f"a scrape, {kind}",
        f"{taken[0]:.1f} ms beside {FEW:,} messages that were sent",
        f"{taken[1]:.1f} ms beside {MANY:,}",
        f"{taken[2]:.1f} ms beside {CROWD:,} that wait",
        f"{taken[3]:.1f} ms beside {MANY:,}",
        f"{seen}",
    )
    assert waiting.watching.pulse(now=SOON, machine=SOON).waiting == 100_000
    assert waiting.watching.pulse(now=SOON, machine=SOON).lag == SOON - NOW
    assert taken[1] < taken[0] * MOST_TIMES_SLOWER
    assert taken[3] < taken[2] * MOST_TIMES_SLOWER


def test_an_audit_beside_many_open_deals(kind: str, open_one: Open) -> None:
    small, large = (audited(open_one, count) for count in (FEW, MANY))

    few, many = best(small, large, times=3)

    tell(
        f"an audit of 20,000 open deals ({DUE} due), {kind}",
        f"{few:.1f} ms beside {FEW:,} messages that wait",
        f"{many:.1f} ms beside {MANY:,}",
    )
    assert large() == ()
    assert many < few * MOST_TIMES_SLOWER


def audited(open_one: Open, messages: int) -> Callable[[], object]:
    storage = open_one()
    here = workspace(storage)
    put_deals(storage, here, 20_000)
    put_rows(storage, here, messages, RowState.PENDING)
    return lambda: findings(storage.auditing.evidence(here, now=LATER, machine=LATER), now=LATER)
