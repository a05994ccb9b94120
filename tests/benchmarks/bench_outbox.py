"""Claiming messages costs what may go now, never what was sent or waits for its day."""

from collections.abc import Callable

from storage.opening import Storage
from tests.benchmarks.filling import DUE, put_messages, workspace
from tests.benchmarks.measuring import best, tell
from tests.bot.making import NOW

FEW, MANY = 1_000, 50_000
AT_ONCE = 8
MOST_TIMES_SLOWER = 3.0
"""Fifty times the rows make an index one level deeper and the pages colder; reading them all would cost fifty."""

Open = Callable[[], Storage]


def filled(open_one: Open, count: int) -> Storage:
    storage = open_one()
    put_messages(storage, workspace(storage), count)
    return storage


def claim(storage: Storage) -> int:
    return len(storage.outbox.claim(now=NOW, business_now=NOW, lease_for=0, limit=AT_ONCE))


def test_claiming_does_not_grow_with_what_lies_there(kind: str, open_one: Open) -> None:
    small, large = filled(open_one, FEW), filled(open_one, MANY)

    few, many = best(lambda: claim(small), lambda: claim(large), times=15)

    tell(
        f"claiming {AT_ONCE} of {DUE} due messages, {kind}",
        f"{few:.1f} ms beside {FEW:,} sent or for later",
        f"{many:.1f} ms beside {MANY:,}",
    )
    assert claim(large) == AT_ONCE
    assert many < few * MOST_TIMES_SLOWER
