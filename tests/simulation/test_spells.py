"""A spell comes over one workspace or one method, lasts for hours at most, and is over when the calm comes."""

import pytest

from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Weather
from tests.simulation.plan import draw
from tests.simulation.slack import Spell, VirtualSlack
from tests.simulation.spells import LONGEST_REFUSAL, Spellbook, Spells
from tests.simulation.town import ZONES

CALM = 100_000.0


class Night:
    """Two workspaces, a hundred thousand seconds before the calm."""

    def __init__(self, seed: int = 3) -> None:
        self.hub = Hub(Chance(seed), 0.0, Weather(), calm_from=CALM)
        self.slacks = {team: VirtualSlack(team, tuple(ZONES), lambda: self.hub.now) for team in ("T1", "T2")}

    def cast(self, fate: str, until: float, *, seconds: float = 100.0) -> list[str]:
        """Let a spell come, and return which fates lie over the two at a moment."""
        Spellbook(self.hub, self.slacks).begin(Spells(**{fate: 1.0}), seconds)
        self.hub.run(until)
        return self.fates()

    def fates(self) -> list[str]:
        return [each.spell.fate for each in self.slacks.values() if each.spell]


@pytest.mark.parametrize("fate", ["limited", "unreachable", "refused", "slow"])
def test_one_workspace_comes_under_a_spell_and_is_free_again(fate: str) -> None:
    night = Night()

    assert night.cast(fate, until=101.0) == [fate]

    night.hub.run(CALM)
    assert night.fates() == []


def test_a_refusal_does_not_last_so_long_that_anything_is_given_up() -> None:
    for seed in range(20):
        night = Night(seed)
        assert night.cast("refused", until=101.0) == ["refused"]

        night.hub.run(100.0 + LONGEST_REFUSAL)
        assert night.fates() == []


def test_a_spell_that_another_one_came_over_does_not_end_it() -> None:
    night = Night()
    night.cast("refused", until=101.0)
    lasting = next(each for each in night.slacks.values() if each.spell)
    later = lasting.spell = Spell("slow")

    night.hub.run(CALM)

    assert lasting.spell is later


def test_where_none_was_drawn_none_comes() -> None:
    night = Night()
    Spellbook(night.hub, night.slacks).begin(Spells(), 100.0)

    assert night.hub.actors == []


def test_no_run_has_refusals_of_every_kind_at_once() -> None:
    plans = [draw(Chance(seed)) for seed in range(300)]

    with_refusals = [plan for plan in plans if plan.spells.refused]
    assert with_refusals
    assert {plan.line.squatted for plan in with_refusals} == {0.0}
    assert {plan.line.squatted for plan in plans} > {0.0}
