"""What one press costs: a step of a deal with a long checklist is kept."""

from collections.abc import Callable
from itertools import count

from bot.service import deals
from bot.service.desk import Asked, Desk, by_id
from storage.opening import Storage
from tests.benchmarks.filling import COLLEAGUES, a_busy_deal, workspace
from tests.benchmarks.measuring import Work, asked, best, tell
from tests.bot.making import ANA, NOW

ITEMS, PRESSES = 20, 30
CROWD = 10 * COLLEAGUES
MOST_STATEMENTS = 14
MOST_TIMES_SLOWER = 40.0
"""Compared with a transaction that writes one row: reading the deal, its people and its rules is most of a press."""
MOST_TIMES_SLOWER_IN_A_CROWD = 2.0
"""Rules may ask about anybody, but people who have not changed are not read again: ten times as many cost about the same."""

Open = Callable[[], Storage]
AtDesk = Callable[[Storage], Desk]


def presses(storage: Storage, desk: Desk, people: int) -> Work:
    """Return a press that can be repeated a few times, each on another step of one deal."""
    here, numbers = workspace(storage, people), count()
    busy = a_busy_deal(here, ITEMS, steps=PRESSES)
    with storage.work(here) as uow:
        uow.add(busy, [], [])

    def press() -> None:
        number = next(numbers)
        asks = Asked(here, ANA, f"press {number}", NOW)
        deals.keep(desk, asks, by_id(busy.id), step_id=busy.steps[number].id)

    return press


def test_a_press_is_one_transaction(open_one: Open, at_desk: AtDesk) -> None:
    storage, numbers = open_one(), count()
    press = presses(storage, at_desk(storage), COLLEAGUES)
    (home,) = storage.workspaces.all()

    def bare() -> None:
        with storage.work(home.id) as uow:
            uow.answer(f"bare {next(numbers)}", "nothing", now=NOW)

    press()
    with asked(storage.engine) as seen:
        press()
    taken, alone = best(press, bare, times=20)

    tell(f"a press on a deal of {ITEMS} items", f"{taken:.1f} ms", f"{alone:.1f} ms for a bare transaction", f"{seen}")
    assert seen.transactions == 1
    assert len(seen.statements) <= MOST_STATEMENTS
    assert taken < alone * MOST_TIMES_SLOWER


def test_a_press_in_a_large_company(open_one: Open, at_desk: AtDesk) -> None:
    small, large = open_one(), open_one()
    among_few = presses(small, at_desk(small), COLLEAGUES)
    among_many = presses(large, at_desk(large), CROWD)

    few, many = best(among_few, among_many, times=20)

    tell("a press in a company", f"{few:.1f} ms of {COLLEAGUES:,} people", f"{many:.1f} ms of {CROWD:,}")
    assert many < few * MOST_TIMES_SLOWER_IN_A_CROWD
