"""What looking at the clock costs: what is due, never what is open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest

from bot.model import Deal, UserId, WorkspaceId
from bot.outgoing import Outgoing
from bot.service import sweep
from bot.service.desk import Desk
from storage.opening import Storage, open_migrated
from tests.storage.examples import ANA, NOW, a_deal, a_message, a_step

DUE = 50
FEW, MANY = 200, 4_000
MOST_TIMES_SLOWER = 4.0
"""Twenty times the deals must not cost more than this; an index makes it about once."""


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_migrated(f"sqlite:///{tmp_path / 'bench.db'}", ids=uuid4)
    yield opened
    opened.close()


def workspace(storage: Storage, team: str) -> WorkspaceId:
    home = storage.workspaces.ensure(team, bot_user_id=UserId("UBATON"))
    storage.workspaces.put(replace(home, default_owner=ANA))
    return home.id


def fill(storage: Storage, team: str, deals: int, messages: Sequence[Outgoing] = ()) -> WorkspaceId:
    """Return a workspace with open deals of which DUE are to be looked at now, and the rest in two days."""
    here = workspace(storage, team)
    with storage.work(here) as work:
        for number in range(deals):
            work.add(one(here, f"{team}-{number}", is_due=number < DUE), [], messages if number == 0 else ())
    return here


def one(here: WorkspaceId, name: str, *, is_due: bool) -> Deal:
    at = NOW if is_due else NOW + timedelta(days=2)
    step = a_step(name, made_at=NOW - timedelta(days=1))
    return a_deal(here, name, short=name, steps=(step,), opened_at=NOW, owned_at=NOW, next_review_at=at)


def took(work: Callable[[], object], times: int = 5) -> float:
    """Return the milliseconds that it usually takes."""

    def once() -> float:
        begun = perf_counter()
        work()
        return (perf_counter() - begun) * 1000

    return median(once() for _ in range(times))


def tell(what: str, few: float, many: float) -> None:
    print(f"\n{what}: {few:.1f} ms with {FEW:,} open, {many:.1f} ms with {MANY:,}")


def test_finding_what_is_due_does_not_grow_with_what_is_open(storage: Storage) -> None:
    desk = Desk(storage.work, uuid4, lambda: "k3v9q2", lambda: None)
    small, large = fill(storage, "TSMALL", FEW), fill(storage, "TLARGE", MANY)

    few = took(lambda: sweep.due(desk, small, now=NOW))
    many = took(lambda: sweep.due(desk, large, now=NOW))

    tell(f"finding {DUE} due deals", few, many)
    assert len(sweep.due(desk, large, now=NOW)) == DUE
    assert many < few * MOST_TIMES_SLOWER


def test_reviewing_what_is_due_does_not_grow_with_what_is_open(storage: Storage) -> None:
    desk = Desk(storage.work, uuid4, lambda: "k3v9q2", lambda: None)
    small, large = fill(storage, "TSMALL", FEW), fill(storage, "TLARGE", MANY)

    few = took(lambda: review_all(desk, small), times=1)
    many = took(lambda: review_all(desk, large), times=1)

    tell(f"reviewing {DUE} due deals", few, many)
    assert many < few * MOST_TIMES_SLOWER
    assert not sweep.due(desk, large, now=NOW)


def review_all(desk: Desk, here: WorkspaceId) -> None:
    for deal_id in sweep.due(desk, here, now=NOW):
        sweep.review(desk, here, deal_id, now=NOW)


def test_claiming_does_not_grow_with_what_waits(storage: Storage) -> None:
    later = NOW + timedelta(days=2)
    fill(storage, "TSMALL", 1, [a_message(f"now:{number}", f"lane:{number}") for number in range(DUE)])
    few = took(lambda: storage.outbox.claim(now=NOW, business_now=NOW, lease_for=0, limit=DUE))
    waiting = [a_message(f"later:{number}", f"far:{number}", not_before=later) for number in range(MANY)]
    fill(storage, "TLARGE", 1, waiting)

    many = took(lambda: storage.outbox.claim(now=NOW, business_now=NOW, lease_for=0, limit=DUE))

    print(f"\nclaiming {DUE} messages: {few:.1f} ms alone, {many:.1f} ms beside {MANY:,} for later")
    assert many < few * MOST_TIMES_SLOWER
