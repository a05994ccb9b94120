"""A Home costs by the deals it looks through: five hundred of one person no more for each than a hundred."""

from dataclasses import replace
from uuid import UUID

from bot.model import DealId
from bot.rules.at_home import Around, Shown, at_home
from messages.home import home
from tests.benchmarks.filling import a_busy_deal
from tests.benchmarks.measuring import best, tell
from tests.bot.making import CONTEXT, NOW, WORKSPACE

FEW, MANY = 100, 500
MOST_TIMES_SLOWER = 7.5
"""Five times the deals, and half as much again for luck."""


def around(how_many: int) -> Around:
    deal = a_busy_deal(WORKSPACE, 20)
    return Around(tuple(replace(deal, id=DealId(UUID(int=number))) for number in range(how_many)))


def draw(what: Around) -> None:
    person = what.deals[0].owner_id
    home(at_home(what, person, CONTEXT, shown=Shown(), now=NOW), NOW)


def test_a_home_costs_no_more_than_its_deals() -> None:
    small, large = around(FEW), around(MANY)

    few, many = best(lambda: draw(small), lambda: draw(large), times=3)

    tell("drawing a Home", f"{few:.0f} ms for {FEW} deals", f"{many:.0f} ms for {MANY}")
    assert many < few * MOST_TIMES_SLOWER
