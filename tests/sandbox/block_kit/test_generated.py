"""Made-up payloads: what keeps the rules is always taken, and what breaks one is refused exactly there."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.block_kit.checks import Report
from sandbox.block_kit.find import every_block, find_element, touchable, with_ids
from sandbox.block_kit.unfinished import unfinished
from sandbox.block_kit.values import HOLDS, first_values
from sandbox.state.ids import Ids
from tests.sandbox.block_kit.build import faults, problems
from tests.sandbox.block_kit.limits import LIMITS
from tests.sandbox.block_kit.made_up import SURFACES, named
from tests.sandbox.stage import Json

ENOUGH = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def payload(surface: str, least: int = 0) -> st.SearchStrategy[list[Json]]:
    return st.lists(SURFACES[surface], min_size=least, max_size=3).map(named)


@pytest.mark.parametrize("surface", SURFACES)
@ENOUGH
@given(data=st.data())
def test_what_keeps_the_rules_is_taken(surface: str, data: st.DataObject) -> None:
    blocks = data.draw(payload(surface))

    assert problems(*blocks, surface=surface) == []


@ENOUGH
@given(data=st.data())
def test_one_that_goes_over_a_limit_is_refused_at_its_place_among_others(data: st.DataObject) -> None:
    limit = data.draw(st.sampled_from(list(LIMITS.values())))
    others = data.draw(payload(limit.surface))
    place = data.draw(st.integers(0, len(others)))
    blocks = [*others[:place], limit.reaching(limit.most + 1), *others[place:]]

    # What a payload may hold in all is shared with the others, so one of them may be the one that goes over it.
    assert f"/blocks/{place}{limit.pointer}" in [fault.pointer for fault in faults(blocks, limit.surface)]


def _unknown_field(block: Json) -> str:
    block["colour"] = "red"
    return ""


def _unknown_type(block: Json) -> str:
    block["type"] = f"my_{block['type']}"
    return "/type"


def _long_id(block: Json) -> str:
    block["block_id"] = "x" * 256
    return "/block_id"


def _number_for_an_id(block: Json) -> str:
    block["block_id"] = 7
    return "/block_id"


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("spoil", [_unknown_field, _unknown_type, _long_id, _number_for_an_id])
@settings(ENOUGH, max_examples=5)
@given(data=st.data())
def test_a_spoilt_block_is_the_only_one_that_is_refused(
    surface: str, spoil: Callable[[Json], str], data: st.DataObject
) -> None:
    blocks = data.draw(payload(surface, 1))
    place = data.draw(st.integers(0, len(blocks) - 1))

    pointer = spoil(blocks[place])

    assert [fault.pointer for fault in faults(blocks, surface)] == [f"/blocks/{place}{pointer}"]


@pytest.mark.parametrize("surface", SURFACES)
@ENOUGH
@given(data=st.data())
def test_what_is_taken_gets_ids_and_a_state_and_is_taken_again(surface: str, data: st.DataObject) -> None:
    finished = with_ids(data.draw(payload(surface)), Ids())
    state = first_values(finished)

    assert problems(*finished, surface=surface) == []
    assert all(block["block_id"] for _, block in every_block(finished))
    for block, element in touchable(finished):
        assert find_element(finished, element["action_id"], block["block_id"]) == (block, element)
        assert (element["type"] in HOLDS) == (element["action_id"] in state.get(block["block_id"], {}))
    assert set(unfinished(finished, state)) <= set(state)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "~/"]), inner),
    max_leaves=12,
)


@ENOUGH
@given(data=st.data())
def test_any_json_in_any_place_is_taken_or_refused_in_order(data: st.DataObject) -> None:
    blocks = data.draw(payload("M", 1))
    block = data.draw(st.sampled_from(blocks))
    field = data.draw(st.sampled_from(sorted(block)))

    block[field] = data.draw(JSON)

    assert all(fault.pointer.startswith("/blocks") for fault in faults(blocks))


def test_a_report_without_faults_is_in_order() -> None:
    report = Report()

    report.put_in_order({})

    assert report.messages == []
