"""What is one input and what are two, for each kind, whatever ids a delivery has."""

from typing import Any

import pytest

from commands import keys

Json = dict[str, Any]
COMMAND: Json = {"trigger_id": "1.1.a", "user_id": "UANA", "channel_id": "C1", "text": "done", "team_id": "T1"}
ACTION: Json = {"action_id": "step.done", "value": "a|b|0|", "action_ts": "7.1", "block_id": "b1"}
PRESS: Json = {"user": {"id": "UANA"}, "container": {"message_ts": "1.0"}, "trigger_id": "2.1.a", "actions": [ACTION]}
VIEW: Json = {"id": "V1", "hash": "1.a", "state": {"values": {"what": {"value": {"value": "call"}}}}}


def changed(given: Json, **more: Any) -> Json:
    return given | more


@pytest.mark.parametrize(
    "again",
    [
        changed(COMMAND, response_url="https://hooks.slack.com/other", token="another"),
        changed(COMMAND, text="done ", channel_name="renamed", user_name="ana.b"),
    ],
)
def test_a_command_with_the_same_trigger_is_the_same(again: Json) -> None:
    assert keys.typed(again) == keys.typed(COMMAND)


def test_the_same_words_typed_again_are_another_command() -> None:
    assert keys.typed(changed(COMMAND, trigger_id="1.2.a")) != keys.typed(COMMAND)


@pytest.mark.parametrize(
    "again",
    [
        changed(PRESS, trigger_id="9.9.z"),
        changed(PRESS, response_url="https://hooks.slack.com/other"),
        changed(PRESS, message={"text": "drawn anew"}, state={"values": {"x": 1}}),
        changed(PRESS, user={"id": "UANA", "name": "renamed"}),
    ],
)
def test_a_press_of_the_same_moment_is_the_same_whatever_its_trigger(again: Json) -> None:
    assert keys.pressed(again, ACTION) == keys.pressed(PRESS, ACTION)


@pytest.mark.parametrize(
    ("body", "action"),
    [
        (changed(PRESS, user={"id": "UOMAR"}), ACTION),
        (changed(PRESS, container={"message_ts": "2.0"}), ACTION),
        (changed(PRESS, container={"view_id": "V1"}), ACTION),
        (PRESS, changed(ACTION, action_ts="7.2")),
        (PRESS, changed(ACTION, action_id="step.next")),
        (PRESS, changed(ACTION, value="a|c|0|")),
    ],
)
def test_another_person_place_button_or_moment_is_another_press(body: Json, action: Json) -> None:
    assert keys.pressed(body, action) != keys.pressed(PRESS, ACTION)


@pytest.mark.parametrize("again", [changed(VIEW, hash="2.b"), changed(VIEW, state={"values": {}}), {"id": "V1"}])
def test_a_form_does_one_thing_however_often_it_is_submitted(again: Json) -> None:
    assert keys.submitted(again) == keys.submitted(VIEW)


def test_another_form_is_another_input() -> None:
    assert keys.submitted(changed(VIEW, id="V2")) != keys.submitted(VIEW)


def test_a_form_filled_in_otherwise_is_looked_at_anew() -> None:
    corrected = changed(VIEW, state={"values": {"what": {"value": {"value": "call Ana"}}}})

    assert keys.filled_in(changed(VIEW, hash="2.b")) == keys.filled_in(VIEW)
    assert keys.filled_in(corrected) != keys.filled_in(VIEW)
    assert keys.filled_in({"id": "V1", "state": None}) == keys.filled_in({"id": "V1"})


def test_what_a_button_carries_may_be_long_and_its_key_is_not() -> None:
    long = [changed(ACTION, value="ä" * 1_999 + end) for end in "ab"]

    first, second = (keys.pressed(PRESS, each) for each in long)

    assert max(len(first), len(second)) <= keys.LONGEST
    assert first != second
    assert first.startswith("press:UANA:1.0:step.done:ä")


def test_kinds_of_input_share_no_key() -> None:
    press = keys.pressed(PRESS, ACTION)

    assert len({keys.typed({"trigger_id": "V1"}), keys.submitted(VIEW), keys.filled_in(VIEW), press}) == 4
