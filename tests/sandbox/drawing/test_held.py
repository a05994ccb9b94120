"""What an element holds, whoever put it there."""

import pytest

from sandbox.drawing.held import held_options, held_value, held_values, written
from sandbox.drawing.surface import Spot, Surface, Where
from tests.sandbox.drawing.reading import ANA, Json, option

RED, BLUE = option("red"), option("blue")


def spot(kept: Json | None) -> Spot:
    state = {"b": {"a": kept}} if kept is not None else {}
    return Spot(Surface("modal", ANA, Where("w"), state), {"type": "input", "block_id": "b"}, "w-0")


def element(kind: str, **first: object) -> Json:
    return {"type": kind, "action_id": "a", **first}


@pytest.mark.parametrize(
    ("asked", "kept", "value"),
    [
        (element("plain_text_input"), None, None),
        (element("plain_text_input", initial_value="first"), None, "first"),
        (element("plain_text_input", initial_value="first"), {"value": "now"}, "now"),
        (element("plain_text_input", initial_value="first"), {"value": None}, None),
        (element("static_select", initial_option=RED), None, "red"),
        (element("static_select", initial_option=RED), {"selected_option": BLUE}, "blue"),
        (element("checkboxes", initial_options=[RED, BLUE]), None, ["red", "blue"]),
        (element("checkboxes", initial_options=[RED]), {"selected_options": []}, []),
        (element("users_select", initial_user="U1"), None, "U1"),
        (element("multi_users_select", initial_users=["U1"]), {"selected_users": ["U2", "U3"]}, ["U2", "U3"]),
        (element("datetimepicker", initial_date_time=1), {"selected_date_time": 2}, 2),
    ],
)
def test_what_is_kept_goes_before_the_first_value(asked: Json, kept: Json | None, value: object) -> None:
    assert held_value(asked, spot(kept)) == value


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        (element("static_select"), []),
        (element("static_select", initial_option=RED), ["red"]),
        (element("multi_static_select", initial_options=[RED, BLUE]), ["red", "blue"]),
        (element("datetimepicker", initial_date_time=7), ["7"]),
    ],
)
def test_values_are_a_list_of_texts_for_whatever_marks_choices(asked: Json, values: list[str]) -> None:
    assert held_values(asked, spot(None)) == values


@pytest.mark.parametrize(
    ("asked", "kept", "options"),
    [
        (element("external_select"), None, []),
        (element("external_select", initial_option=RED), None, [RED]),
        (element("external_select", initial_option=RED), {"selected_option": None}, []),
        (element("multi_external_select"), {"selected_options": [RED, BLUE]}, [RED, BLUE]),
    ],
)
def test_options_are_whole_for_menus_that_know_none(asked: Json, kept: Json | None, options: list[Json]) -> None:
    assert held_options(asked, spot(kept)) == options


def test_another_actions_value_is_not_taken() -> None:
    assert held_value({**element("plain_text_input"), "action_id": "other"}, spot({"value": "now"})) is None


@pytest.mark.parametrize(
    ("shapes", "text"),
    [
        (None, ""),
        ([], ""),
        (
            [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}, {"type": "link", "url": "b:"}]}],
            "ab:",
        ),
        ([{"type": "rich_text_quote", "elements": [{"type": "text", "text": "q"}]}] * 2, "q\nq"),
        ([{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}], ""),
    ],
)
def test_rich_text_becomes_lines(shapes: list[Json] | None, text: str) -> None:
    assert written({"elements": shapes} if shapes is not None else None) == text
