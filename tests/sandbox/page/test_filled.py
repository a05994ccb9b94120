"""What a browser sends becomes the values that the workspace keeps."""

from typing import Any

import pytest

from sandbox.errors import Refused
from sandbox.page.filled import values_of
from tests.sandbox.page.echo import option
from tests.sandbox.stage import Json, field_of

COLOURS = [option("red"), option("green")]


def value(element: Json, *sent: str, tz: str = "Europe/Madrid") -> Any:
    form = {"field|value": list(sent)} if sent else {}
    return values_of(form, [field_of("field", element)], tz)["field"]["value"]


@pytest.mark.parametrize(
    ("element", "sent", "kept"),
    [
        ({"type": "plain_text_input"}, ["Acme"], "Acme"),
        ({"type": "plain_text_input"}, ["one\r\ntwo"], "one\ntwo"),
        ({"type": "plain_text_input"}, [""], None),
        ({"type": "plain_text_input"}, [], None),
        ({"type": "number_input", "is_decimal_allowed": True}, ["7.5"], "7.5"),
        ({"type": "static_select", "options": COLOURS}, ["green"], "green"),
        ({"type": "users_select"}, ["U1"], "U1"),
        ({"type": "radio_buttons", "options": COLOURS}, ["red"], "red"),
        ({"type": "checkboxes", "options": COLOURS}, ["red", "green"], ["red", "green"]),
        ({"type": "checkboxes", "options": COLOURS}, [], []),
        ({"type": "multi_users_select"}, ["U1", "U2"], ["U1", "U2"]),
        ({"type": "multi_external_select"}, ["a"], ["a"]),
        ({"type": "external_select"}, ["a"], "a"),
        ({"type": "datepicker"}, ["2026-12-01"], "2026-12-01"),
        ({"type": "timepicker"}, ["17:30"], "17:30"),
        ({"type": "datetimepicker"}, ["2026-12-01T09:00"], 1_796_112_000),
        ({"type": "datetimepicker"}, [""], None),
    ],
)
def test_each_kind_of_field_is_read(element: Json, sent: list[str], kept: Any) -> None:
    assert value(element, *sent) == kept


def test_a_moment_is_meant_in_the_persons_zone() -> None:
    in_helsinki = value({"type": "datetimepicker"}, "2026-12-01T09:00", tz="Europe/Helsinki")

    assert in_helsinki == 1_796_112_000 - 3600


def test_rich_text_is_wrapped_as_slack_keeps_it() -> None:
    kept = value({"type": "rich_text_input"}, "hello")

    assert kept["elements"][0]["elements"] == [{"type": "text", "text": "hello"}]


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(Refused, match="is no moment"):
        value({"type": "datetimepicker"}, "tomorrow")


def test_fields_outside_of_forms_and_in_odd_blocks_are_read_too() -> None:
    menu = {"type": "static_select", "action_id": "pick|one", "options": COLOURS}
    blocks = [{"type": "actions", "block_id": "a|b", "elements": [menu]}]

    assert values_of({"a|b|pick|one": ["red"]}, blocks, "UTC") == {"a|b": {"pick|one": "red"}}


def test_what_the_form_does_not_have_is_not_taken() -> None:
    assert values_of({"other|value": ["x"], "ts": ["1"]}, [field_of("field", {"type": "users_select"})], "UTC") == {
        "field": {"value": None}
    }


def test_buttons_hold_nothing() -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [{"type": "button", "action_id": "go"}]}]

    assert values_of({}, blocks, "UTC") == {}
