"""The audit trail: gaps, numbers that come twice, inputs that are not in it or too often."""

import json

import pytest

from tests.simulation.judges.trail import Entry, holes, untold
from tests.simulation.story import DealStory, StepStory, Story, Told
from tests.simulation.town import ANA, OMAR


def entry(seq: int, name: str = "LapseOpened", *, last: int = 3, **payload: str) -> Entry:
    return Entry("t11", last, seq, name, json.dumps(payload))


@pytest.fixture
def deal() -> DealStory:
    """Return a deal whose one step was made for certain."""
    deal = DealStory("t11", "T1", ANA, OMAR, Told(0.0, 1.0))
    deal.steps["call"] = StepStory("call", ANA, Told(5.0, 6.0))
    return deal


@pytest.fixture
def story(deal: DealStory) -> Story:
    return Story({"t11": deal})


GOOD = (entry(1, "DealOpened"), entry(2, "StepCommitted", what="call"), entry(3))


def test_a_whole_trail_blames_nobody(story: Story) -> None:
    assert [*holes(GOOD), *untold(GOOD, story)] == []


@pytest.mark.parametrize(
    "numbers", [(1, 3), (2, 3), (1, 2), (1, 2, 2, 3), (1, 2, 3, 4)], ids=["gap", "late", "cut", "twice", "beyond"]
)
def test_numbers_that_do_not_run_to_the_last_are_seen(numbers: tuple[int, ...]) -> None:
    assert [each.invariant for each in holes([entry(n) for n in numbers])] == ["seq has no gap"]


def test_an_input_that_the_trail_has_not_is_seen(story: Story) -> None:
    assert [each.seen for each in untold(GOOD[:1], story)] == ["t11: StepCommitted call 0 times"]


def test_an_input_that_nobody_is_sure_of_may_be_missing(story: Story, deal: DealStory) -> None:
    deal.steps["call"].made.answered_at = None

    assert list(untold(GOOD[:1], story)) == []
    assert list(untold(GOOD, story)) == []


def test_what_a_restored_memory_lost_may_be_missing(story: Story, deal: DealStory) -> None:
    deal.is_shaken = True

    assert list(untold(GOOD[:1], story)) == []


@pytest.mark.parametrize("is_shaken", [True, False])
def test_an_input_that_took_effect_twice_is_seen(story: Story, deal: DealStory, is_shaken: bool) -> None:
    deal.is_shaken = is_shaken
    twice = (*GOOD, entry(4, "StepCommitted", what="call"))

    assert [each.seen for each in untold(twice, story)] == ["t11: StepCommitted call 2 times"]


def test_every_kind_of_input_is_looked_for(story: Story, deal: DealStory) -> None:
    deal.answer, deal.accepts = Told(1.0, 1.0), True
    deal.steps["call"].kept = Told(7.0, 7.0)
    deal.finished["contract"] = deal.accepted["contract"] = Told(8.0, 8.0)

    seen = [each.seen.split()[1] for each in untold((), story)]

    assert sorted(seen) == ["DealOpened", "ItemAccepted", "ItemDone", "OwnerAccepted", "StepCommitted", "StepKept"]


def test_an_answer_of_no_is_no_acceptance(story: Story, deal: DealStory) -> None:
    deal.answer = Told(1.0, 1.0)

    assert list(untold(GOOD, story)) == []
