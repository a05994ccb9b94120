"""What one press costs: a step of a deal with a long checklist is kept."""

from collections.abc import Callable
from itertools import count

from bot.service import deals
from bot.service.desk import Asked, Desk, by_id
from storage.opening import Storage
from tests.benchmarks.filling import a_busy_deal, workspace
from tests.benchmarks.measuring import asked, best, tell
from tests.bot.making import ANA, NOW

ITEMS, PRESSES = 20, 30
MOST_STATEMENTS = 13
MOST_TIMES_SLOWER = 40.0
"""Compared with a transaction that writes one row: reading the deal, its people and its rules is most of a press."""


def test_a_press_is_one_transaction(open_one: Callable[[], Storage], at_desk: Callable[[Storage], Desk]) -> None:
    storage = open_one()
    desk, here, numbers = at_desk(storage), workspace(storage), count()
    busy = a_busy_deal(here, ITEMS, steps=PRESSES)
    with storage.work(here) as uow:
        uow.add(busy, [], [])
    steps = iter(busy.steps)

    def press() -> None:
        deals.keep(desk, Asked(here, ANA, f"press {next(numbers)}", NOW), by_id(busy.id), step_id=next(steps).id)

    def bare() -> None:
        with storage.work(here) as uow:
            uow.answer(f"bare {next(numbers)}", "nothing", now=NOW)

    press()
    with asked(storage.engine) as seen:
        press()
    taken, alone = best(press, bare, times=20)

    tell(
        f"a press on a deal with {ITEMS} items", f"{taken:.1f} ms", f"{alone:.1f} ms for a bare transaction", str(seen)
    )
    assert seen.transactions == 1
    assert len(seen.statements) <= MOST_STATEMENTS
    assert taken < alone * MOST_TIMES_SLOWER
