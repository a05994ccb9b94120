"""Each limit of Block Kit holds to the last one: what reaches it is taken, what goes over it is refused there."""

import pytest

from tests.sandbox.block_kit.build import faults, problems
from tests.sandbox.block_kit.limits import LIMITS, Limit
from tests.sandbox.stage import Json

EACH = pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS.keys())


def pointers(block: Json, surface: str) -> list[str]:
    return [fault.pointer for fault in faults([block], surface)]


@EACH
def test_as_many_as_allowed_are_taken(limit: Limit) -> None:
    assert problems(limit.reaching(limit.most), surface=limit.surface) == []


@EACH
def test_one_more_is_refused_where_it_stands(limit: Limit) -> None:
    assert pointers(limit.reaching(limit.most + 1), limit.surface) == [f"/blocks/0{limit.pointer}"]


@pytest.mark.parametrize("limit", [one for one in LIMITS.values() if one.least is not None],
                         ids=[name for name, one in LIMITS.items() if one.least is not None])  # fmt: skip
def test_as_few_as_allowed_are_taken_and_one_less_is_refused(limit: Limit) -> None:
    assert limit.least is not None
    assert problems(limit.reaching(limit.least), surface=limit.surface) == []
    assert pointers(limit.reaching(limit.least - 1), limit.surface) == [f"/blocks/0{limit.pointer}"]
