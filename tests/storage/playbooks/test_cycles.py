"""Circles are found wherever there are any, and only there."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storage.playbooks.cycles import cycles

NODES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=4))


def has_circle(edges: dict[str, list[str]]) -> bool:
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        return True
    return False


def test_a_chain_has_no_circle() -> None:
    assert list(cycles({"a": ["b"], "b": ["c"], "c": []})) == []


def test_two_ways_to_one_end_are_no_circle() -> None:
    assert list(cycles({"a": ["b", "c"], "b": ["d"], "c": ["d"]})) == []


def test_a_circle_starts_and_ends_with_the_same_node() -> None:
    assert list(cycles({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]})) == [["a", "b", "c", "a"]]


def test_a_node_that_points_at_itself_is_a_circle() -> None:
    assert list(cycles({"a": ["a"]})) == [["a", "a"]]


def test_an_edge_written_twice_is_one_circle() -> None:
    assert list(cycles({"a": ["b", "b"], "b": ["a", "a"]})) == [["a", "b", "a"]]


def test_two_circles_are_both_found() -> None:
    assert list(cycles({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]})) == [["a", "b", "a"], ["c", "d", "c"]]


def test_a_very_long_chain_is_walked() -> None:
    edges = {str(n): [str(n + 1)] for n in range(3000)} | {"3000": ["0"]}

    (circle,) = cycles(edges)

    assert len(circle) == 3002


@given(GRAPHS)
def test_a_circle_is_found_exactly_where_there_is_one(edges: dict[str, list[str]]) -> None:
    assert any(cycles(edges)) == has_circle(edges)


@given(GRAPHS)
def test_each_circle_follows_edges_that_exist(edges: dict[str, list[str]]) -> None:
    for circle in cycles(edges):
        assert circle[0] == circle[-1]
        assert all(after in edges[before] for before, after in pairwise(circle))
