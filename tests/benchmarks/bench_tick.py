"""A tick costs what is due, never what is open."""

from collections.abc import Callable
from statistics import median

from bot.model import DealId, WorkspaceId
from bot.service import sweep
from bot.service.desk import Desk
from storage.opening import Storage
from tests.benchmarks.filling import DUE, put_deals, workspace
from tests.benchmarks.measuring import asked, best, once, tell
from tests.bot.making import NOW

FEW, MANY = 1_000, 20_000
MOST_TIMES_SLOWER = 3.0
"""Twenty times the deals make an index one level deeper and the pages colder; reading them all would cost twenty."""

Open = Callable[[], Storage]
AtDesk = Callable[[Storage], Desk]


def filled(open_one: Open, count: int) -> tuple[Storage, WorkspaceId]:
    storage = open_one()
    here = workspace(storage)
    put_deals(storage, here, count)
    return storage, here


def look(storage: Storage, desk: Desk) -> list[DealId]:
    """Find out what is due, as the tick does."""
    found = storage.workspaces.due(now=NOW)
    return [deal_id for here in found for deal_id in sweep.due(desk, here, now=NOW)]


def review_each(desk: Desk, here: WorkspaceId) -> list[float]:
    due = sweep.due(desk, here, now=NOW)
    return [once(lambda each=each: sweep.review(desk, here, each, now=NOW)) for each in due]  # type: ignore[misc]


def test_looking_does_not_grow_with_what_is_open(kind: str, open_one: Open, at_desk: AtDesk) -> None:
    (small, _), (large, _) = filled(open_one, FEW), filled(open_one, MANY)
    desks = at_desk(small), at_desk(large)

    few, many = best(lambda: look(small, desks[0]), lambda: look(large, desks[1]))

    tell(f"looking for {DUE} due deals, {kind}", f"{few:.1f} ms of {FEW:,} open", f"{many:.1f} ms of {MANY:,}")
    assert len(look(large, desks[1])) == DUE
    assert many < few * MOST_TIMES_SLOWER


def test_reviewing_does_not_grow_with_what_is_open(kind: str, open_one: Open, at_desk: AtDesk) -> None:
    (small, here), (large, there) = filled(open_one, FEW), filled(open_one, MANY)

    with asked(small.engine) as seen:
        few = median(review_each(at_desk(small), here))
    many = median(review_each(at_desk(large), there))

    tell(
        f"reviewing one due deal, {kind}",
        f"{few:.1f} ms of {FEW:,} open",
        f"{many:.1f} ms of {MANY:,}",
        f"{len(seen.statements) / DUE:.1f} statements",
    )
    assert look(large, at_desk(large)) == []
    assert many < few * MOST_TIMES_SLOWER


def test_a_tick_that_finds_nothing_asks_one_question(open_one: Open, at_desk: AtDesk) -> None:
    storage, here = filled(open_one, MANY)
    desk = at_desk(storage)
    review_each(desk, here)

    with asked(storage.engine) as seen:
        assert look(storage, desk) == []
    (taken,) = best(lambda: look(storage, desk))

    tell("a tick that finds nothing", f"{taken:.2f} ms of {MANY:,} open", str(seen))
    assert (seen.transactions, len(seen.statements)) == (1, 1)
