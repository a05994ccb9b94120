"""What can be touched on a screen is found with its label, its words and where it stands, in frames and forms alike."""

from typing import Any

import pytest

from sandbox.trying.controls import Control, in_message, in_view
from sandbox.trying.form import Form
from sandbox.trying.screen import Screen
from sandbox.trying.transcript import Reader
from tests.sandbox.stage import Json, modal
from tests.sandbox.trying.conftest import WRITTEN, actions, button, field_of, section

READER = Reader([], [])


def message(*blocks: Json, text: str = "whole", ts: str = "1.0") -> Json:
    numbered = [{"block_id": f"b{number}", **each} for number, each in enumerate(blocks)]
    return {"ts": ts, "text": text, "blocks": numbered}


def view(*blocks: Json) -> Json:
    return {"id": "V1", "state": {"values": {}}, **modal(*blocks)}


def menu(**more: Any) -> Control:
    return Control({"type": "static_select", "action_id": "x", **more}, "b", "", "")


def option(text: str, value: str) -> Json:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


def test_each_control_of_a_message_has_its_label_and_its_words() -> None:
    picker = {"type": "datepicker", "action_id": "day", "placeholder": {"type": "plain_text", "text": "When?"}}
    found = in_message(
        message(section("one", accessory=button("go")), section("two"), {"type": "actions", "elements": [picker]}), "C1"
    )

    assert [(each.label, each.words, each.action_id) for each in found] == [
        ("Go", "one", "go"),
        ("When?", "whole", "day"),
    ]


def test_a_control_says_where_it_stands_as_the_acts_take_it() -> None:
    (there,) = in_message(message(*actions(button("go"))), "C1")
    (here,) = in_view(view(*actions(button("go"))))

    assert there.place == {"channel": "C1", "ts": "1.0", "block_id": "buttons"}
    assert here.place == {"view_id": "V1", "block_id": "buttons"}


def test_a_message_without_blocks_has_nothing_to_touch() -> None:
    assert list(in_message({"ts": "1.0", "text": "hello"}, "C1")) == []
    assert list(in_message({"ts": "1.0", "text": "hello", "blocks": None}, "C1")) == []


def test_fields_of_a_form_are_labelled_as_the_form_labels_them() -> None:
    assert [each.label for each in in_view(view(field_of("what", WRITTEN), *actions(button("go"))))] == ["What", "Go"]


@pytest.mark.parametrize(
    ("control", "takes"),
    [
        pytest.param(menu(options=[option("Red", "r")]), True, id="by its words"),
        pytest.param(menu(options=[option("Blue", "Red")]), True, id="by its value"),
        pytest.param(menu(options=[option("Blue", "b")]), False, id="not on the list"),
        pytest.param(menu(option_groups=[{"options": [option("Red", "r")]}]), True, id="in a group"),
        pytest.param(menu(type="users_select"), True, id="a picker without a list"),
        pytest.param(menu(type="button"), False, id="a button"),
        pytest.param(menu(type="workflow_button"), False, id="another button"),
        pytest.param(menu(type="plain_text_input"), False, id="a field to write in"),
    ],
)
def test_what_can_be_picked_where(control: Control, *, takes: bool) -> None:
    assert control.offers("Red") is takes


def test_the_newest_message_comes_first_and_a_form_hides_them_all() -> None:
    messages = [message(*actions(button(each)), ts=each) for each in ("1.0", "2.0")]
    open_ = Screen("#deals", READER, "C1", messages)
    covered = Screen("#deals", READER, "C1", messages, form=Form(view(*actions(button("go"))), READER))

    assert [each.ts for each in open_.controls()] == ["2.0", "1.0"]
    assert [each.view for each in covered.controls()] == ["V1"]


def test_the_newest_message_with_the_words_is_found() -> None:
    messages = [{"ts": f"{number}.0", "text": text} for number, text in enumerate(("a &lt;b&gt;", "b", "a <@U1>"))]
    screen = Screen("#deals", READER, "C1", messages)

    assert [screen.newest(words) for words in ("a", "a <b>", "c")] == [messages[2], messages[0], None]


def test_a_form_is_read_with_what_stands_in_it_and_what_is_wrong() -> None:
    blocks = [section("*First*"), field_of("what", WRITTEN), field_of("why", WRITTEN, optional=True)]
    filled = view(*blocks) | {"state": {"values": {"what": {"value": {"type": "plain_text_input", "value": "call"}}}}}
    form = Form({**filled, "close": {"type": "plain_text", "text": "Cancel"}}, READER, {"what": "Too short."})

    assert list(form.lines()) == [
        "=== Form ===",
        "*First*",
        "What: call",
        "  ! Too short.",
        "Why (optional): _",
        "[Save]  [Cancel]",
    ]
    assert form.errors == {"What": "Too short."}


@pytest.mark.parametrize(("name", "block"), [("What", "a"), ("what", "a"), ("b", "b"), ("Why", None), ("c", "c")])
def test_a_field_is_found_by_what_can_only_mean_one(name: str, block: str | None) -> None:
    labels = {"a": "What", "b": "Why", "c": "Why"}
    fields = [
        {**field_of(id_, WRITTEN), "label": {"type": "plain_text", "text": words}} for id_, words in labels.items()
    ]

    found = Form(view(*fields), READER).named(name)

    assert (found.block_id if found else None) == block
