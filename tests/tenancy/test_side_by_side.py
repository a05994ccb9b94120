"""Two companies with the same deals, people and channels: nothing of one shows in the other, whatever anybody does."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.tenancy.operations import Player
from tests.tenancy.pair import Leak, Pair, side_by_side


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with side_by_side() as made:
        yield made


def test_both_have_the_same_ids_and_each_its_own_words(pair: Pair) -> None:
    one, two = (world.slack.channels for world in pair.worlds.values())

    assert list(one) == list(two)
    assert [each.name for each in one.values()] == [each.name for each in two.values()]
    assert any("quokka" in said.text for each in one.values() for said in each.messages)
    assert any("walrus" in said.text for each in two.values() for said in each.messages)


# Not shrunk: what went before in the same database is a part of what went wrong. The seed says enough.
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(min_value=0, max_value=1_000_000))
def test_nothing_of_one_shows_in_the_other(pair: Pair, seed: int) -> None:
    before = pair.looked

    Player(pair, Random(seed)).play(50)

    assert pair.looked > before + 50


def test_a_word_in_the_wrong_place_is_noticed(pair: Pair) -> None:
    with pytest.raises(Leak, match="In T1"):
        pair.look("T1", "the Walrus calls")


def test_the_token_of_the_other_is_noticed(pair: Pair) -> None:
    one, two = pair.worlds.values()
    try:
        one.token, two.token = two.token, one.token
        with pytest.raises(Leak):
            pair.types("T1", "UANA", "won", next(iter(one.slack.channels)))
    finally:
        one.token, two.token = two.token, one.token
