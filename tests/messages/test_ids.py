"""What a button carries comes back as it went out, or is refused."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import DealId
from messages import ids
from messages.ids import Press


@given(st.builds(Press, st.uuids().map(DealId), st.none() | st.uuids(), st.integers(0), st.text()))
def test_what_a_button_carries_comes_back(press: Press) -> None:
    assert Press.read(str(press)) == press


@pytest.mark.parametrize(
    "value", ["", "x", "|||", f"{UUID(int=1)}||x|", f"{UUID(int=1)}|nobody|0|", f"{UUID(int=1)}||"]
)
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of several sentences
        Press.read(value)


def test_no_two_buttons_or_forms_share_a_name() -> None:
    names = [value for name, value in vars(ids).items() if name.isupper() and "." in str(value)]

    assert len(set(names)) == len(names)
