"""Words find an item when they can mean only one; otherwise nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import NoSuchItem, WhichItem
from bot.rules.meant import closest, item_meant
from tests.bot.making import a_deal, a_step, an_item

PERMIT = an_item("permit", title="Building permit")
GRID = an_item("grid_permit", title="Grid permit of the operator")
PUMP = an_item("pump", title="Order the pump")
DEAL = a_deal(items=(PERMIT, GRID, PUMP))


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("permit", "permit"),
        ("GRID_PERMIT", "grid_permit"),
        ("building  Permit", "permit"),
        ("pump", "pump"),
        ("the pump", "pump"),
        ("operator", "grid_permit"),
        ("permit building", "permit"),
        ("ord pu", "pump"),
    ],
)
def test_a_key_a_title_or_words_that_only_one_title_has_find_the_item(said: str, key: str) -> None:
    assert item_meant(DEAL, said, among=DEAL.items).key == key


@pytest.mark.parametrize("said", ["perm", "the"])
def test_words_of_several_titles_name_those_and_decide_nothing(said: str) -> None:
    with pytest.raises(WhichItem) as refused:
        item_meant(DEAL, said, among=DEAL.items)

    assert len(refused.value.items) == 2
    assert refused.value.said == said


def test_words_of_no_title_show_what_could_be_meant() -> None:
    with pytest.raises(WhichItem) as refused:
        item_meant(DEAL, "crane", among=(PERMIT, PUMP))

    assert refused.value.items == (PERMIT, PUMP)


def test_without_words_the_only_one_is_meant_and_of_several_none() -> None:
    assert item_meant(DEAL, " ", among=(PUMP,)) == PUMP
    with pytest.raises(WhichItem):
        item_meant(DEAL, "", among=(PUMP, GRID))
    with pytest.raises(NoSuchItem):
        item_meant(DEAL, "", among=())


def test_what_cannot_be_acted_on_is_found_where_nothing_else_fits_so_that_it_can_say_why() -> None:
    assert item_meant(DEAL, "pump", among=(PERMIT,)) == PUMP
    assert item_meant(DEAL, "permit of", among=(PERMIT,)) == GRID


def test_where_nothing_can_be_acted_on_words_of_no_title_say_so() -> None:
    with pytest.raises(NoSuchItem) as refused:
        item_meant(DEAL, "crane", among=())

    assert refused.value.said == "crane"


def test_the_same_words_again_mean_what_they_meant_a_moment_ago() -> None:
    """With the building permit gone, “build” fits the other one: nobody said that it is done."""
    other = an_item("builders", title="Builders are told")
    deal = a_deal(items=(PERMIT, other))

    assert item_meant(deal, "building", among=(other,), lately=(PERMIT,)) == PERMIT
    assert item_meant(deal, "builders", among=(other,), lately=(PERMIT,)) == other
    assert item_meant(deal, "", among=(), lately=(PERMIT,)) == PERMIT
    assert item_meant(deal, "", among=(other,), lately=(PERMIT,)) == other


def test_a_name_that_is_the_whole_of_the_words_wins_over_one_that_holds_them() -> None:
    call, again = a_step("call the site"), a_step("call the site again")

    assert closest("Call the site", (call, again)) == (call,)
    assert closest("call", (call, again)) == (call, again)
    assert closest("  ", (call, again)) == ()


NAMES = ["order", "the", "pump", "permit", "of", "grid", "site", "is", "ready", "crane"]
WORDS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4)


@given(titles=st.lists(WORDS, min_size=1, max_size=6), said=WORDS)
def test_whatever_is_said_what_is_meant_has_all_its_words(titles: list[list[str]], said: list[str]) -> None:
    items = tuple(an_item(f"key{n}", title=" ".join(title)) for n, title in enumerate(titles))

    found = closest(" ".join(said), items)

    assert all(set(said) <= set(each.title.split()) for each in found)
    assert bool(found) == any(set(said) <= set(title) for title in titles)
