"""A change of everybody's days off has a hundred thousand deals looked at anew: what is due meanwhile is told in time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import ceil

from bot.model import DealId, WorkspaceId
from bot.service import sweep
from bot.service.desk import Desk
from storage.opening import Storage
from tests.benchmarks.filling import workspace
from tests.benchmarks.measuring import once, tell
from tests.benchmarks.multiplying import A_MINUTE, put_many
from tests.bot.making import NOW

DEALS = 100_000
DUE, MINUTES = 20, 6
A_TICK = 5.0
MOST_TICKS_LATE = 2

Open = Callable[[], Storage]
AtDesk = Callable[[Storage], Desk]


def test_a_nudge_is_told_within_two_ticks_while_all_deals_are_looked_at_anew(
    kind: str, open_one: Open, at_desk: AtDesk
) -> None:
    storage = open_one()
    here = workspace(storage)
    put_many(storage, here, DEALS, due=DUE, rounds=MINUTES)
    due_at = {deal: NOW + minute * A_MINUTE for minute in range(MINUTES) for deal in due(storage, here, minute)}
    with storage.work(here) as uow:
        uow.look_again(None, at=NOW)

    ticks = list(played(storage, at_desk(storage), here))
    first = {deal: end for _, end, looked_at in reversed(ticks) for deal in looked_at if deal in due_at}
    # Who was looked at anew before their moment came is in time.
    late = sorted(max(0.0, (end - due_at[deal]).total_seconds()) for deal, end in first.items())

    p99 = late[ceil(len(late) * 0.99) - 1]
    looked_at = sum(len(each) for _, _, each in ticks)
    tell(
        f"lateness while {DEALS:,} deals are looked at anew, {kind}",
        f"p50 {late[len(late) // 2]:.1f} s",
        f"p99 {p99:.1f} s",
        f"{looked_at / len(ticks):.0f} deals a tick of {A_TICK:.0f} s",
    )
    assert len(late) == DUE * MINUTES
    # All are due as a tick begins: whose moment comes between two waits up to a whole one more.
    assert p99 < (MOST_TICKS_LATE - 1) * A_TICK


def due(storage: Storage, here: WorkspaceId, minute: int) -> set[DealId]:
    """Return the deals whose own moment is this minute."""
    until, before = NOW + minute * A_MINUTE, NOW + (minute - 1) * A_MINUTE
    with storage.work(here) as uow:
        return set(uow.due_deals(now=until, limit=DEALS)) - set(uow.due_deals(now=before, limit=DEALS))


def played(storage: Storage, desk: Desk, here: WorkspaceId) -> Iterator[tuple[datetime, datetime, list[DealId]]]:
    """Tick every five seconds of a clock that goes on by what each tick takes; yield begin, end and what it looked at."""
    now = NOW
    while now < NOW + MINUTES * A_MINUTE:
        looked_at: list[DealId] = []
        taken = once(lambda now=now, into=looked_at: tick(storage, desk, here, now, into))  # type: ignore[misc]
        end = now + timedelta(milliseconds=taken)
        yield now, end, looked_at
        # One tick at a time: the next comes five seconds after this one began, or when this one is over.
        now = max(now + timedelta(seconds=A_TICK), end)


def tick(storage: Storage, desk: Desk, here: WorkspaceId, now: datetime, into: list[DealId]) -> None:
    """Mark a tick's part, and look at all that is due."""
    storage.looking_again.mark(now=now)
    while found := sweep.due(desk, here, now=now):
        for deal_id in found:
            sweep.review(desk, here, deal_id, now=now)
        into.extend(found)
