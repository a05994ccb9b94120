"""A tick costs what is due, never what is open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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


@dataclass(frozen=True)
class Office:
    """A workspace with open deals, and who sits at its desk."""

    storage: Storage
    desk: Desk
    here: WorkspaceId

    def look(self) -> list[DealId]:
        """Find out what is due, as the tick does."""
        found = self.storage.workspaces.due(now=NOW)
        return [deal_id for here in found for deal_id in sweep.due(self.desk, here, now=NOW)]

    def review(self, deal_id: DealId) -> None:
        sweep.review(self.desk, self.here, deal_id, now=NOW)


def office(storage: Storage, at_desk: AtDesk, deals: int) -> Office:
    here = workspace(storage)
    put_deals(storage, here, deals)
    return Office(storage, at_desk(storage), here)


def test_a_tick_costs_what_is_due(kind: str, open_one: Open, at_desk: AtDesk) -> None:
    small, large = office(open_one(), at_desk, FEW), office(open_one(), at_desk, MANY)

    compare_looking(small, large, kind)
    compare_reviewing(small, large, kind)
    watch_finding_nothing(large, kind)


def compare_looking(small: Office, large: Office, kind: str) -> None:
    few, many = best(small.look, large.look)

    tell(f"looking for {DUE} due deals, {kind}", f"{few:.1f} ms of {FEW:,} open", f"{many:.1f} ms of {MANY:,}")
    assert len(large.look()) == DUE
    assert many < few * MOST_TIMES_SLOWER


def compare_reviewing(small: Office, large: Office, kind: str) -> None:
    due = zip(small.look(), large.look(), strict=True)
    pairs = [(once(partial(small.review, one)), once(partial(large.review, other))) for one, other in due]
    few, many = (median(taken) for taken in zip(*pairs, strict=True))

    tell(f"reviewing one due deal, {kind}", f"{few:.1f} ms of {FEW:,} open", f"{many:.1f} ms of {MANY:,}")
    assert many < few * MOST_TIMES_SLOWER


def watch_finding_nothing(large: Office, kind: str) -> None:
    with asked(large.storage.engine) as seen:
        assert large.look() == []
    (taken,) = best(large.look)

    tell(f"a tick that finds nothing, {kind}", f"{taken:.1f} ms of {MANY:,} open", f"{seen}")
    assert (seen.transactions, len(seen.statements)) == (1, 1)
