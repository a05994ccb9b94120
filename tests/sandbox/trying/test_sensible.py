"""An answer that fits is taken by the form, whatever kind of field asks for it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.block_kit.values import HOLDS
from sandbox.trying.sensible import ANSWERS, sensible

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
OPTIONS = [{"text": {"type": "plain_text", "text": each.title()}, "value": each} for each in ("one", "two")]


def answer(kind: str, **more: Any) -> Any:
    return sensible({"type": kind, "action_id": "x", **more}, me="U1", now=NOW)


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("plain_text_input", {}, "Order 4711, filed as contract.pdf"),
        ("plain_text_input", {"max_length": 10}, "Order 4711"),
        ("plain_text_input", {"min_length": 37}, "Order 4711, filed as contract.pdf...."),
        ("number_input", {}, "5"),
        ("number_input", {"min_value": "12"}, "12"),
        ("number_input", {"min_value": "-3"}, "5"),
        ("number_input", {"max_value": "2"}, "2"),
        ("datepicker", {}, "2026-12-14"),
        ("timepicker", {}, "12:00"),
        ("datetimepicker", {}, int(datetime(2026, 12, 14, 9, tzinfo=UTC).timestamp())),
        ("static_select", {"options": OPTIONS}, "one"),
        ("static_select", {"option_groups": [{"options": OPTIONS[1:]}]}, "two"),
        ("radio_buttons", {"options": OPTIONS}, "one"),
        ("checkboxes", {"options": OPTIONS}, "one"),
        ("users_select", {}, "U1"),
    ],
)
def test_each_kind_of_field_gets_what_fits(kind: str, more: dict[str, Any], expected: Any) -> None:
    assert answer(kind, **more) == expected


def test_addresses_look_like_addresses() -> None:
    assert answer("email_text_input").endswith("@example.com")
    assert answer("url_text_input").startswith("https://")


def test_every_kind_is_one_that_holds_a_value() -> None:
    assert set(ANSWERS) <= set(HOLDS)


def test_what_needs_thought_is_left_to_who_fills_it_in() -> None:
    with pytest.raises(ValueError, match="no answer that fits every conversations_select; fill it in by its label"):
        answer("conversations_select")
