"""A person who acts by what they see: labels, not ids."""

from datetime import date
from typing import Any

import pytest

from sandbox.actor import Actor, NotThere
from sandbox.client import SandboxClient
from tests.sandbox.stage import WRITTEN, HttpApp, Json, Stage, actions, button, field_of, modal


@pytest.fixture
def ana(stage: Stage, client: SandboxClient) -> Actor:
    return Actor(client, stage.person())


@pytest.fixture
def channel(stage: Stage, ana: Actor) -> str:
    return stage.channel(ana.user_id)


def post(stage: Stage, channel: str, *blocks: Json, text: str = "x") -> str:
    return stage.post(channel, text, blocks=list(blocks))


def section(text: str, label: str, action_id: str) -> Json:
    words = {"type": "plain_text", "text": label}
    accessory = {"type": "button", "action_id": action_id, "value": "v", "text": words}
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": accessory}


def test_what_begins_with_a_slash_is_a_command_and_the_rest_a_message(
    ana: Actor, channel: str, http_app: HttpApp, client: SandboxClient, stage: Stage
) -> None:
    client.configure_app(commands=[{"command": "/deal"}])
    ana.type(channel, "/deal help me")
    ana.type(channel, "hello")

    assert [heard["text"] for heard in http_app.payloads() if heard.get("command") == "/deal"] == ["help me"]
    assert stage.texts(channel) == ["hello"]


def test_the_newest_button_with_a_label_is_pressed(ana: Actor, channel: str, http_app: HttpApp, stage: Stage) -> None:
    post(stage, channel, *actions(button("old")))
    post(stage, channel, *actions({**button("new"), "text": {"type": "plain_text", "text": "Old"}}))

    ana.press(channel, "Old")

    (pressed,) = http_app.payloads("block_actions")
    assert pressed["actions"][0]["action_id"] == "new"


def test_of_equal_buttons_the_one_beside_the_words_is_pressed(
    ana: Actor, channel: str, http_app: HttpApp, stage: Stage
) -> None:
    post(stage, channel, section("Call Ana", "Done", "one"), section("Send it", "Done", "two"))

    ana.press(channel, "Done", about="Send")

    (pressed,) = http_app.payloads("block_actions")
    assert pressed["actions"][0]["action_id"] == "two"
    assert len(ana.sees(channel, "Done")) == 2


def test_a_row_of_buttons_is_about_its_whole_message(ana: Actor, channel: str, stage: Stage) -> None:
    post(stage, channel, *actions(button("go")), text="about the crane")

    assert [seen["words"] for seen in ana.sees(channel, "Go", about="crane")] == ["about the crane"]
    assert ana.sees(channel, "Go", about="pump") == []


def test_a_button_that_is_not_there_is_missed_in_words(ana: Actor, channel: str) -> None:
    with pytest.raises(NotThere, match="There is no button 'Done' about 'the pump'"):
        ana.press(channel, "Done", about="the pump")


def test_a_form_is_filled_in_by_its_questions_and_the_rest_sensibly(
    ana: Actor, channel: str, http_app: HttpApp, stage: Stage
) -> None:
    options = [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}]
    view = modal(
        field_of("what", WRITTEN),
        field_of("note", WRITTEN),
        field_of("day", {"type": "datepicker"}),
        field_of("count", {"type": "number_input", "is_decimal_allowed": False}),
        field_of("link", {"type": "url_text_input"}),
        field_of("kind", {"type": "static_select", "options": options}),
        field_of("maybe", WRITTEN, optional=True),
    )

    def answer(payload: Json) -> None:
        if payload.get("type") == "block_actions":
            stage.slack.views_open(trigger_id=payload["trigger_id"], view=view)

    http_app.answer = answer
    post(stage, channel, *actions(button("go")))

    ana.fill(ana.press(channel, "Go"), what="call")

    (submitted,) = http_app.payloads("view_submission")
    values: dict[str, Any] = {name: each["value"] for name, each in submitted["view"]["state"]["values"].items()}
    assert values["what"]["value"] == "call"
    assert values["note"]["value"].startswith("Order 4711")
    assert date.fromisoformat(values["day"]["selected_date"])
    assert int(values["count"]["value"]) == 5
    assert values["link"]["value"].startswith("https://")
    assert values["kind"]["selected_option"]["value"] == "1"
    assert not values.get("maybe", {}).get("value")


def test_a_form_that_did_not_open_is_missed(ana: Actor) -> None:
    with pytest.raises(NotThere, match="No form opened"):
        ana.fill({"ok": True}, what="x")


def test_direct_messages_are_found_once_the_app_has_written(ana: Actor, stage: Stage) -> None:
    with pytest.raises(NotThere, match="has not written"):
        ana.direct()

    opened = stage.slack.conversations_open(users=ana.user_id)["channel"]["id"]
    stage.post(opened, "hello")

    assert ana.direct() == opened
