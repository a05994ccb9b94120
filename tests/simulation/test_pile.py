"""A pile is worked off, and in nobody's way."""

import pytest

from tests.simulation.chance import Chance
from tests.simulation.hub import NEVER
from tests.simulation.pile import LOW
from tests.simulation.plan import Plan, draw
from tests.simulation.run import Ran, run
from tests.simulation.wire import LineWeather


def seeds_with(*, limits: bool) -> list[int]:
    """Return seeds whose runs have a pile, with Slack's limits in its way or without."""
    plans = [(seed, draw(Chance(seed))) for seed in range(400)]
    return [seed for seed, plan in plans if plan.has_pile and bool(plan.line.limited) is limits]


@pytest.fixture(scope="module", params=[False, True], ids=["slow", "limited"])
def ran(request: pytest.FixtureRequest) -> Ran:
    return run(seeds_with(limits=request.param)[0])


def test_all_of_a_pile_is_said_and_nobody_is_kept_waiting(ran: Ran) -> None:
    assert ran.broken == ()
    assert ran.counts["pile: put"] == 1
    assert ran.counts["said: tell"] >= LOW


def test_the_other_workspaces_deal_is_opened(ran: Ran) -> None:
    assert ran.counts["said: brief"] == 1


def test_in_a_run_with_a_pile_nothing_else_goes_wrong() -> None:
    for seed in seeds_with(limits=False) + seeds_with(limits=True):
        plan = draw(Chance(seed))
        dull = Plan(has_pile=True, seconds=plan.seconds, deals=0, acts=0)
        assert plan.drains
        assert plan.seconds < NEVER
        assert plan.line == LineWeather(limited=plan.line.limited)
        assert (plan.weather, plan.database, plan.mischief) == (dull.weather, dull.database, dull.mischief)
        assert (plan.spells, plan.events, plan.deals, plan.acts) == (dull.spells, dull.events, 0, 0)


def test_piles_are_rare() -> None:
    found = len(seeds_with(limits=False)) + len(seeds_with(limits=True))

    assert 2 <= found <= 30
