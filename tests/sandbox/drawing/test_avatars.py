"""Initials on a colour that stays theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.drawing.avatars import HUES, avatar, initials
from tests.sandbox.drawing.tree import tree


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Silva", "AS"),
        ("Ana Maria da Silva", "AS"),
        ("mei", "M"),
        ("Ivy <Stone>", "IS"),
        ("(Ops) Bot", "OB"),
        ("Ömer Ünal", "ÖÜ"),
        ("🎉", "🎉"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_initials_are_the_first_and_the_last_names(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_colour_stays_with_its_person_whatever_they_are_called() -> None:
    first, second = (tree(avatar("U123", name)).one("span").facts["class"] for name in ("Ana", "Bea"))

    assert first == second == "avatar hue-2"


@given(st.text(), st.text())
def test_everyone_has_one_of_the_colours(user_id: str, name: str) -> None:
    classes = tree(avatar(user_id, name)).one("span").facts["class"]

    assert classes in {f"avatar hue-{hue}" for hue in range(HUES)}


def test_apps_share_a_colour_of_their_own() -> None:
    assert tree(avatar("B1", "Echo", is_app=True, size="small")).one("span").facts["class"] == "avatar of-app small"


def test_screen_readers_pass_it_over() -> None:
    assert tree(avatar("U1", "Ana")).one("span").facts["aria-hidden"] == "true"
