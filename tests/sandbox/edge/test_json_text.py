"""JSON from strangers: what is let through can be kept and written again, and the rest is refused, not stumbled over."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.edge.json_text import DEEPEST, read_json

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@given(value=ANY_JSON)
def test_whatever_json_can_say_is_read_as_it_is(value: Any) -> None:
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(text=st.text() | st.text(st.sampled_from('[]{}",:\\\\ud8001eE+-.NaInfty ')))
def test_what_is_read_can_be_written_and_the_rest_is_a_value_error(text: str) -> None:
    try:
        value = read_json(text)
    except ValueError:
        return

    assert json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        "-Infinity",
        "1e999",
        "[-1e999]",
        r'"\ud800"',
        r'{"\udfff": 1}',
        "9" * 5_000,
        b"\xff",
        b'"\xed\xa0\x80"',
    ],
)
def test_what_could_not_be_written_again_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it is what callers catch, whatever it says
        read_json(text)


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert read_json(r'"\ud83d\ude00"') == "\U0001f600"


@pytest.mark.parametrize("depth", [1, DEEPEST])
def test_what_blocks_may_nest_is_read(depth: int) -> None:
    assert json.dumps(read_json(nested(depth))) == nested(depth)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 900, 1_100, 100_000])
def test_what_nests_deeper_than_any_block_is_refused(depth: int) -> None:
    with pytest.raises(ValueError, match="too deep"):
        read_json(nested(depth))


def test_many_lists_side_by_side_are_not_deep() -> None:
    assert len(read_json(f"[{','.join(['[]'] * 5_000)}]")) == 5_000
