"""The frame of a view: what a form and a Home tab may have around their blocks."""

import json
from typing import Any

import pytest

from sandbox.block_kit.checks import Report
from sandbox.block_kit.views import check_view, judge_view
from sandbox.errors import InvalidArgumentsError, SlackError
from tests.sandbox.block_kit.build import PLAIN, input_of, mrkdwn, plain, section, select
from tests.sandbox.stage import SECTION, WRITTEN, Json, field_of, modal

HOME: Json = {"type": "home", "blocks": SECTION}
FULL = modal(
    input_of(select()),
    close=PLAIN,
    private_metadata="m",
    external_id="e",
    clear_on_close=True,
    notify_on_close=False,
)


def told(view: Json, kind: str = "modal") -> list[str]:
    report = Report()
    judge_view(view, kind, report, "/view")
    report.put_in_order({"view": view})
    return report.messages


def pointers(view: Json, kind: str = "modal") -> list[str]:
    return [message.rpartition("json-pointer:")[2].rstrip("]") for message in told(view, kind)]


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        (FULL, "modal"),
        (modal(), "modal"),
        (modal(submit=None, close=None), "modal"),
        ({**modal(), "blocks": []}, "modal"),
        (HOME, "home"),
        ({**HOME, "private_metadata": "m", "callback_id": "c", "external_id": "e"}, "home"),
        ({**HOME, "blocks": [input_of(select())]}, "home"),
    ],
)
def test_is_taken(view: Json, kind: str) -> None:
    assert told(view, kind) == []
    assert check_view(view, kind) is view


@pytest.mark.parametrize("kind", ["modal", "home"])
@pytest.mark.parametrize(("field", "most"), [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)])
def test_what_an_app_keeps_in_a_view_has_an_end(kind: str, field: str, most: int) -> None:
    view = modal() if kind == "modal" else HOME

    assert told({**view, field: "x" * most}, kind) == []
    assert pointers({**view, field: "x" * (most + 1)}, kind) == [f"/view/{field}"]


@pytest.mark.parametrize("field", ["title", "submit", "close"])
def test_the_words_of_the_frame_are_short_and_plain(field: str) -> None:
    assert told(modal(**{field: plain(24)})) == []
    assert pointers(modal(**{field: plain(25)})) == [f"/view/{field}/text"]
    assert pointers(modal(**{field: plain(0)})) == [f"/view/{field}/text"]
    assert pointers(modal(**{field: mrkdwn(1)})) == [f"/view/{field}/type"]
    assert pointers(modal(**{field: "Save"})) == [f"/view/{field}"]


@pytest.mark.parametrize("field", ["title", "submit", "close", "clear_on_close", "notify_on_close"])
def test_a_home_tab_has_no_frame_at_all(field: str) -> None:
    assert told({**HOME, field: True}, "home") == [f"invalid additional property: {field} [json-pointer:/view]"]


@pytest.mark.parametrize("field", ["submit_disabled", "id", "hash", "state"])
def test_what_slack_adds_to_views_is_not_sent_back(field: str) -> None:
    assert told(modal(**{field: None})) == [f"invalid additional property: {field} [json-pointer:/view]"]


@pytest.mark.parametrize(
    ("view", "message"),
    [
        ({"type": "modal", "blocks": SECTION}, "missing required field: title [json-pointer:/view]"),
        ({"type": "modal", "title": PLAIN}, "missing required field: blocks [json-pointer:/view]"),
        ({"blocks": SECTION, "title": PLAIN}, "missing required field: type [json-pointer:/view]"),
        (modal(type="home"), "must be a valid enum value [json-pointer:/view/type]"),
        ({**modal(), "blocks": {}}, "must provide an array [json-pointer:/view/blocks]"),
        (modal(clear_on_close="yes"), "must provide a boolean [json-pointer:/view/clear_on_close]"),
        (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
    ],
)
def test_is_refused(view: Json, message: str) -> None:
    assert told(view) == [message]


def test_a_form_with_inputs_has_a_button_to_submit_them() -> None:
    assert told(modal(section(), input_of(select()), submit=None)) == [
        "missing required field: submit, because the view has input blocks [json-pointer:/view]"
    ]


def test_one_element_has_the_focus_and_each_further_one_is_too_much() -> None:
    focused = {**WRITTEN, "focus_on_load": True}
    calm = {**WRITTEN, "focus_on_load": False}

    assert told(modal(field_of("a", focused), field_of("b", calm))) == []
    assert pointers(modal(field_of("a", focused), field_of("b", focused), field_of("c", focused))) == [
        "/view/blocks/1/element/focus_on_load",
        "/view/blocks/2/element/focus_on_load",
    ]


def test_frame_and_blocks_are_told_together_along_the_view() -> None:
    view = {"type": "modal", "blocks": [{"type": "header"}], "title": plain(25), "callback_id": 7}

    assert pointers(view) == ["/view/blocks/0", "/view/title/text", "/view/callback_id"]


def sized(size: int) -> Json:
    """Make a form of so many bytes, which breaks no other rule."""
    texts = [section(text=plain(3000)) for _ in range(81)]
    last = {"type": "section", "text": {"type": "plain_text", "text": ""}}
    view = modal(*texts, last)
    last["text"]["text"] = "x" * (size - len(json.dumps(view)))
    return view


def test_a_view_has_a_quarter_of_a_million_bytes_at_most() -> None:
    assert check_view(sized(250_000), "modal")

    with pytest.raises(SlackError, match="view_too_large"):
        check_view(sized(250_001), "modal")


@pytest.mark.parametrize("view", [None, [], "modal", 7])
def test_what_is_no_view_is_an_invalid_argument(view: Any) -> None:
    with pytest.raises(InvalidArgumentsError):
        check_view(view, "modal")


def test_half_a_character_is_counted_and_not_stumbled_over() -> None:
    assert check_view(modal(section(text={"type": "plain_text", "text": "\ud83d"})), "modal")
