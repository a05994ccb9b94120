"""Two processes on one PostgreSQL share the outbox without waiting for each other, and never take the same row."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.model import UserId
from storage.opening import Storage, open_storage
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_message

ROWS = 400
REPLICA = """
import json, sys
from datetime import datetime
from uuid import uuid4
from storage.opening import open_storage

url, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
storage = open_storage(url, ids=uuid4)
print("ready", flush=True)
sys.stdin.readline()
taken, empty = [], 0
while empty < 3:
    rows = storage.outbox.claim(now=now, business_now=now, lease_for=600, limit=8)
    taken += [row.outgoing.key for row in rows]
    empty = 0 if rows else empty + 1
print(json.dumps(taken))
"""

pytestmark = pytest.mark.postgres


@pytest.fixture
def storage(postgres_url: str) -> Iterator[Storage]:
    opened = open_storage(postgres_url, ids=numbered_ids())
    yield opened
    opened.close()


def race(url: str, count: int) -> list[list[str]]:
    """Let several processes claim until nothing is left; return what each got."""
    replicas = [
        subprocess.Popen(
            [sys.executable, "-c", REPLICA, url, NOW.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    for each in replicas:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    # All are ready before one begins, or the first would be done before the second has started.
    for each in replicas:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    return [json.loads(each.communicate(timeout=60)[0]) for each in replicas]


def test_two_processes_take_every_row_once(storage: Storage, postgres_url: str) -> None:
    for team in ("T1", "T2", "T3"):
        here = storage.workspaces.ensure(team, bot_user_id=UserId("UBOT")).id
        with storage.work(here) as work:
            work.send([a_message(f"{team}:{number}", None) for number in range(ROWS // 4)])

    taken = race(postgres_url, 2)

    times = Counter(key for each in taken for key in each)
    assert len(times) == 3 * (ROWS // 4)
    assert set(times.values()) == {1}
    assert all(taken)


def test_a_lane_is_never_in_two_processes_hands(storage: Storage, postgres_url: str) -> None:
    here = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id
    with storage.work(here) as work:
        work.send([a_message(f"{number}", f"L{number % 20}") for number in range(ROWS)])

    taken = race(postgres_url, 2)

    assert sorted(int(key) for each in taken for key in each) == list(range(20))


def test_a_row_that_another_holds_is_passed_over_not_waited_for(storage: Storage, postgres_url: str) -> None:
    here = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id
    with storage.work(here) as work:
        work.send([a_message("held", None), a_message("free", None)])

    with storage.engine.begin() as holder:
        holder.exec_driver_sql("SELECT 1 FROM outbox WHERE key = 'held' FOR UPDATE")
        (taken,) = race(postgres_url, 1)

    assert taken == ["free"]
