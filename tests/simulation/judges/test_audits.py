"""The auditor's word counts, but not about what people took away or the memory lost."""

from datetime import UTC, datetime

import pytest

from bot.watching import Fault, Finding
from tests.simulation.judges.audits import left_undone
from tests.simulation.story import DealStory, Story, Told
from tests.simulation.town import ANA, OMAR

SINCE = datetime(2026, 11, 24, 10, tzinfo=UTC)
UNTOLD = Finding(Fault.UNTOLD, "t11", SINCE)


def seen(*, team: str = "T1", why: str = "") -> list[str]:
    """Return what is said to something untold in a team, with one deal of the first team, and why it is excused."""
    deal = DealStory("t11", "T1", ANA, OMAR, Told(0.0, 0.0), is_hurt=why == "is_hurt", is_shaken=why == "is_shaken")
    story = Story({"t11": deal})
    return [each.seen for each in left_undone({team: [UNTOLD], "T3": []}, story)]


def test_what_the_auditor_finds_is_blamed() -> None:
    assert seen() == ["untold in T1: t11 since Tue 10:00"]


@pytest.mark.parametrize("why", ["is_hurt", "is_shaken"])
def test_a_deal_that_was_taken_from_baton_excuses_its_workspace_and_no_other(why: str) -> None:
    assert seen(why=why) == []
    assert seen(team="T2", why=why) == ["untold in T2: t11 since Tue 10:00"]
